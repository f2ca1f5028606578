/** Series of metrics as Telegraf would have written them, made from how each is declared. */
import type { DeclaredMetric } from '../metrics/declared-metrics.ts';

/** Two points of each metric for each service, a minute and forty seconds before the end. */
export function toldLines(metrics: DeclaredMetric[], services: string[], endSeconds: number): string[] {
  return metrics.flatMap((metric) =>
    services
      .flatMap((service) => seriesOf(metric, service))
      .flatMap((series) => [
        `${series} ${fieldsOf(metric, 1)} ${endSeconds - 60}`,
        `${series} ${fieldsOf(metric, 5)} ${endSeconds - 40}`,
      ]),
  );
}

function seriesOf({ name, labels }: DeclaredMetric, service: string): string[] {
  const anything = Object.fromEntries(labels.map((label) => [label, 'some']));
  return (pickedLabels[name] ?? [{}]).map((picked) => {
    const tags = { service, pod_name: `${service}-1`, ...anything, ...picked };
    return [name, ...Object.entries(tags).map(([key, value]) => `${key}=${value}`)].join(',');
  });
}

/** Values of labels that a panel picks, and others where it picks all but those. */
const pickedLabels: Record<string, Record<string, string>[]> = {
  jobs_queue_jobs: [{ state: 'dead' }, { state: 'queued' }],
  migration_guardrail: [{ state: 'breach' }],
  migration_parity_facts_total: [{ outcome: 'different' }],
  identity_sign_ins_total: [{ accounts: 'customers' }],
};

function fieldsOf({ kind, buckets }: DeclaredMetric, value: number): string {
  const fields = kind === 'histogram' ? [...buckets, 'count', 'sum'] : [kind];
  return fields.map((field) => `${field}=${value}`).join(',');
}
