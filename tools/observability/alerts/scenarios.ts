/** For each alert what is written in an hour in which all is well, and in one with the fault it is for. */

/** One series: its value at so many seconds before the end. */
export interface Story {
  /** Measurement and tags, as in the line protocol. */
  series: string;
  /** Absent for a time at which nothing is said. */
  fields: (secondsBefore: number) => Record<string, number> | undefined;
}

export interface Scenario {
  /** Days of it, for what looks back so far. */
  hours?: number;
  healthy: Story[];
  fault: Story[];
  /** Tags of what is to be told of. */
  told: Record<string, string>;
}

const hour = 3_600;

function level(series: string, value: number, field = 'gauge'): Story {
  return { series, fields: () => ({ [field]: value }) };
}

/** A counter that goes up by so much a second; it began long before. */
function counter(series: string, perSecond: (secondsBefore: number) => number, field = 'counter'): Story {
  let sum = 1_000;
  let last: number | undefined;
  return {
    series,
    fields: (secondsBefore) => {
      if (last !== undefined && last > secondsBefore) sum += (last - secondsBefore) * perSecond(secondsBefore);
      last = secondsBefore;
      return { [field]: Math.round(sum) };
    },
  };
}

/** Ten requests a second on two pods, of which some fail; the fault has gone on for `seconds`. */
function failing(share: number, seconds: number): Story[] {
  return ['gateway-1', 'gateway-2'].flatMap((pod) => {
    const tags = `service=gateway,pod_name=${pod},capability=invoices,side=new`;
    const failed = (secondsBefore: number): number => 5 * (secondsBefore <= seconds ? share : 0.0005);
    return [
      counter(`migration_requests_total,${tags},outcome=failed`, failed),
      counter(`migration_requests_total,${tags},outcome=ok`, (before) => 5 - failed(before)),
    ];
  });
}

function burns(share: number, hours: number): Scenario {
  return { hours, healthy: failing(0.0005, 0), fault: failing(share, hours * hour), told: { capability: 'invoices' } };
}

function levels(
  series: string,
  healthy: number,
  fault: number,
  told: Record<string, string>,
  field?: string,
): Scenario {
  return { healthy: [level(series, healthy, field)], fault: [level(series, fault, field)], told };
}

function rises(series: string, told: Record<string, string>, field?: string): Scenario {
  return {
    healthy: [counter(series, () => 0, field)],
    fault: [counter(series, (secondsBefore) => (secondsBefore < 300 ? 0.02 : 0), field)],
    told,
  };
}

function disk(measurement: string, prefix: string, told: Record<string, string>): Scenario {
  const tags = Object.entries(told).map(([key, value]) => `${key}=${value}`);
  const story = (left: number): Story => ({
    series: [measurement, ...tags].join(','),
    fields: () => ({ [`${prefix}available_bytes`]: left * 1e9, [`${prefix}capacity_bytes`]: 1e9 }),
  });
  return { healthy: [story(0.4)], fault: [story(0.05)], told };
}

const ready = 'pod,pod_name=billing-1,container_name=billing,readiness=ready';
const answer = 'pod,pod_name=billing-1,service=billing';

export const scenarios: Record<string, Scenario> = {
  'burns-in-hours': burns(0.1, 1),
  'burns-in-days': burns(0.04, 6),
  'burns-in-a-week': burns(0.018, 24),
  'burns-in-a-month': burns(0.007, 72),
  'capability-taken-back': rises('migration_automatic_rollbacks_total,capability=invoices', { capability: 'invoices' }),
  'decisions-not-read': levels('migration_decisions_age_seconds,pod_name=gateway-1', 1, 90, { pod_name: 'gateway-1' }),
  'signing-key-not-replaced': levels('identity_signing_key_remaining_seconds,pod_name=identity-1', 3_600, -60, {}),
  'log-lines-dropped': rises('log_lines_dropped_total,service=billing', { service: 'billing' }),
  'copy-too-old': levels('read_model_age_seconds,service=billing,model=bill', 20, 1_800, {
    service: 'billing',
    model: 'bill',
  }),
  'queue-too-old': levels('jobs_queue_oldest_seconds,service=billing,job=pay', 3, 700, {
    service: 'billing',
    job: 'pay',
  }),
  'outbox-too-old': levels('outbox_oldest_message_seconds,service=billing', 3, 1_000, { service: 'billing' }),
  'payments-not-finished': levels('commands_oldest_pending_seconds,service=billing,command=payment', 30, 4_000, {
    service: 'billing',
    command: 'payment',
  }),
  'payment-needs-attention': levels('commands_unfinished,service=billing,command=payment,state=needsAttention', 0, 1, {
    service: 'billing',
    command: 'payment',
  }),
  'jobs-given-up': levels('jobs_queue_jobs,service=billing,job=pay,state=dead', 0, 2, {
    service: 'billing',
    job: 'pay',
  }),
  'messages-given-up': levels('outbox_dead_messages,service=billing', 0, 1, { service: 'billing' }),
  'certificate-expires': levels(
    'x509_cert,source=tcp://portal:443',
    60 * 86_400,
    5 * 86_400,
    { source: 'tcp://portal:443' },
    'expiry',
  ),
  'disk-fills': disk('kubernetes_node', 'fs_', { node_name: 'node-1' }),
  'volume-fills': disk('kubernetes_pod_volume', '', { pod_name: 'billing-1', volume_name: 'tmp' }),
  'container-restarts': rises('pod,pod_name=billing-1', { pod_name: 'billing-1' }, 'restarts_total'),
  'pod-not-heard': {
    healthy: [level(ready, 0, 'restarts_total'), level(answer, 9_000, 'content_length')],
    fault: [
      level(ready, 0, 'restarts_total'),
      { series: answer, fields: (before) => (before > 600 ? { content_length: 9_000 } : undefined) },
    ],
    told: { pod_name: 'billing-1' },
  },
  'scraper-silent': {
    healthy: [counter('internal_write,output=influxdb', () => 100, 'metrics_written')],
    fault: [
      {
        series: 'internal_write,output=influxdb',
        fields: (before) => (before > 600 ? { metrics_written: 5_000 } : undefined),
      },
    ],
    told: {},
  },
};
