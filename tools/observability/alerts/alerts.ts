/** Everything that somebody is told of. */
import { increase, level } from '../influxdb/influxql.ts';
import type { Alert, Condition } from './alert.ts';
import { burnRateAlerts, windowSpan } from './burn-rates.ts';
import type { Limits } from './limits.ts';

const minute = 60;
const day = 24 * 60 * minute;

export function alerts(limits: Limits): Alert[] {
  return [...burnRateAlerts(limits), ...portalAlerts(limits), ...backgroundAlerts(limits), ...clusterAlerts(limits)];
}

function portalAlerts({ decisionsAgeSeconds }: Limits): Alert[] {
  return [
    {
      name: 'capability-taken-back',
      title: 'A guardrail took a capability back',
      severity: 'page',
      conditions: [
        { ...rose({ metric: 'migration_automatic_rollbacks_total', by: ['capability'] }, 10 * minute), above: 0 },
      ],
      forSeconds: 0,
      summary: '{{ $labels.capability }} was taken back to the old side',
    },
    {
      name: 'decisions-not-read',
      title: 'A gateway does not know what was decided',
      severity: 'page',
      conditions: [
        { ...was({ metric: 'migration_decisions_age_seconds', by: ['pod_name'] }), above: decisionsAgeSeconds },
      ],
      forSeconds: minute,
      summary: '{{ $labels.pod_name }} has not read the decisions of operators for too long',
    },
    {
      name: 'signing-key-not-replaced',
      title: 'The key that signs is not replaced',
      severity: 'ticket',
      conditions: [{ ...was({ metric: 'identity_signing_key_remaining_seconds', of: 'min' }), below: 0 }],
      forSeconds: 10 * minute,
      summary: 'The key that identity signs with should have been replaced',
    },
    {
      name: 'log-lines-dropped',
      title: 'Log lines are lost',
      severity: 'ticket',
      conditions: [{ ...rose({ metric: 'log_lines_dropped_total', by: ['service'] }, 10 * minute), above: 0 }],
      forSeconds: 0,
      summary: '{{ $labels.service }} gave up log lines because nobody read them',
    },
  ];
}

function backgroundAlerts({ copyAgeSeconds, queueAgeSeconds, outboxAgeSeconds, paymentAgeSeconds }: Limits): Alert[] {
  return [
    {
      name: 'copy-too-old',
      title: 'A copy of a background system is too old',
      severity: 'ticket',
      conditions: [{ ...was({ metric: 'read_model_age_seconds', by: ['service', 'model'] }), above: copyAgeSeconds }],
      forSeconds: 2 * minute,
      summary: 'What {{ $labels.service }} shows of {{ $labels.model }} is too old',
    },
    {
      name: 'queue-too-old',
      title: 'Jobs wait too long',
      severity: 'ticket',
      conditions: [{ ...was({ metric: 'jobs_queue_oldest_seconds', by: ['service', 'job'] }), above: queueAgeSeconds }],
      forSeconds: 2 * minute,
      summary: 'Jobs {{ $labels.job }} of {{ $labels.service }} wait and are not run',
    },
    {
      name: 'outbox-too-old',
      title: 'Messages wait too long',
      severity: 'ticket',
      conditions: [{ ...was({ metric: 'outbox_oldest_message_seconds', by: ['service'] }), above: outboxAgeSeconds }],
      forSeconds: 2 * minute,
      summary: 'Messages of {{ $labels.service }} are not delivered',
    },
    {
      name: 'payments-not-finished',
      title: 'A payment, or another command, waits too long',
      severity: 'page',
      conditions: [
        {
          ...was({ metric: 'commands_oldest_pending_seconds', by: ['service', 'command'] }),
          above: paymentAgeSeconds,
        },
      ],
      forSeconds: 2 * minute,
      summary: 'A {{ $labels.command }} of {{ $labels.service }} has been neither done nor refused for too long',
    },
    {
      name: 'payment-needs-attention',
      title: 'A payment, or another command, needs a person',
      severity: 'ticket',
      conditions: [
        {
          ...was({ metric: 'commands_unfinished', where: [`"state" = 'needsAttention'`], by: ['service', 'command'] }),
          above: 0,
        },
      ],
      forSeconds: minute,
      summary: 'A {{ $labels.command }} of {{ $labels.service }} needs a person to decide',
    },
    {
      name: 'jobs-given-up',
      title: 'Jobs were given up',
      severity: 'ticket',
      conditions: [
        { ...was({ metric: 'jobs_queue_jobs', where: [`"state" = 'dead'`], by: ['service', 'job'] }), above: 0 },
      ],
      forSeconds: minute,
      summary: 'Jobs {{ $labels.job }} of {{ $labels.service }} failed every time and wait for a person',
    },
    {
      name: 'messages-given-up',
      title: 'Messages were given up',
      severity: 'ticket',
      conditions: [{ ...was({ metric: 'outbox_dead_messages', by: ['service'] }), above: 0 }],
      forSeconds: minute,
      summary: 'Messages of {{ $labels.service }} could not be delivered and wait for a person',
    },
  ];
}

function clusterAlerts({ certificateDays, diskFreePercent, restarts }: Limits): Alert[] {
  return [
    {
      name: 'certificate-expires',
      title: 'A certificate expires',
      severity: 'ticket',
      conditions: [
        {
          ...was({ metric: 'x509_cert', field: 'expiry', by: ['source'], of: 'min' }, 30 * minute),
          below: certificateDays * day,
        },
      ],
      forSeconds: 0,
      summary: 'The certificate of {{ $labels.source }} expires soon',
    },
    {
      name: 'disk-fills',
      title: 'The disk of a node fills up',
      severity: 'page',
      conditions: [left('kubernetes_node', 'fs_', ['node_name'], diskFreePercent)],
      forSeconds: 5 * minute,
      summary: 'There is little room left on {{ $labels.node_name }}',
    },
    {
      name: 'volume-fills',
      title: 'A volume fills up',
      severity: 'ticket',
      conditions: [left('kubernetes_pod_volume', '', ['pod_name', 'volume_name'], diskFreePercent)],
      forSeconds: 5 * minute,
      summary: 'There is little room left in {{ $labels.volume_name }} of {{ $labels.pod_name }}',
    },
    {
      name: 'container-restarts',
      title: 'A container does not stay up',
      severity: 'page',
      conditions: [
        {
          ...rose({ metric: 'pod', field: 'restarts_total', by: ['pod_name'] }, 30 * minute),
          above: restarts - 0.5,
        },
      ],
      forSeconds: 0,
      summary: '{{ $labels.pod_name }} was restarted again and again',
    },
    {
      name: 'pod-not-heard',
      title: 'A pod runs and is not heard',
      severity: 'ticket',
      conditions: [{ influxql: heardShare, windowSeconds: 5 * minute, below: 0.5 }],
      forSeconds: 5 * minute,
      summary: '{{ $labels.pod_name }} is ready and does not say what it measures',
    },
    {
      name: 'scraper-silent',
      title: 'Nothing is measured',
      severity: 'page',
      conditions: [
        {
          influxql: level({ metric: 'internal_write', field: 'metrics_written', of: 'max' }, windowSpan(5 * minute)),
          windowSeconds: 5 * minute,
          below: 1,
        },
      ],
      forSeconds: minute,
      summary: 'Telegraf writes nothing: every other alert is blind',
      withoutData: 'alerting',
    },
  ];
}

/**
 * Of the looks at a ready pod, how many there was an answer to. A job's pod is not asked. Whole numbers of two queries
 * together are no number to InfluxDB 1, hence the factor.
 */
const heardShare =
  'SELECT sum("heard") / sum("ready") AS "share" FROM ' +
  '(SELECT count("restarts_total") * 1.0 AS "ready" FROM "pod" ' +
  `WHERE "readiness" = 'ready' AND "container_name" !~ /^migration$/ AND $timeFilter GROUP BY "pod_name"), ` +
  '(SELECT count("content_length") * 1.0 AS "heard" FROM "pod" WHERE $timeFilter GROUP BY "pod_name") ' +
  'WHERE $timeFilter GROUP BY "pod_name" fill(0)';

function was(of: Parameters<typeof level>[0], windowSeconds = 2 * minute): Omit<Condition, 'above' | 'below'> {
  return { influxql: level({ of: 'max', ...of }, windowSpan(windowSeconds)), windowSeconds };
}

function rose(of: Parameters<typeof increase>[0], windowSeconds: number): Omit<Condition, 'above' | 'below'> {
  return { influxql: increase(of, windowSpan(windowSeconds)), windowSeconds };
}

function left(metric: string, prefix: string, by: string[], percent: number): Condition {
  const tags = by.map((tag) => `"${tag}"`).join(', ');
  const share = `last("${prefix}available_bytes") / last("${prefix}capacity_bytes")`;
  return {
    influxql: `SELECT ${share} AS "left" FROM "${metric}" WHERE $timeFilter GROUP BY ${tags}`,
    windowSeconds: 5 * minute,
    below: percent / 100,
  };
}
