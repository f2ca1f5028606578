/**
 * The fields of what is kept, by how they are thinned. Metrics of services have those that Telegraf gives a counter, a
 * gauge and a histogram (one for each bound); those of Kubernetes and of Telegraf itself have names of their own.
 */
import type { DeclaredMetric } from '../metrics/declared-metrics.ts';

/** They only go up until a process restarts: the last one tells everything. */
const counting = ['counter', 'count', 'sum', 'errors', 'restarts_total', 'metrics_written', 'metrics_dropped'];

/** They go up and down: what they were on average. */
const measuring = [
  'gauge',
  'response_time',
  'content_length',
  'replicas_available',
  'replicas_unavailable',
  'cpu_usage_nanocores',
  'memory_working_set_bytes',
  'memory_available_bytes',
  'fs_available_bytes',
  'fs_capacity_bytes',
  'available_bytes',
  'capacity_bytes',
  'expiry',
  'buffer_size',
];

export interface Thinning {
  field: string;
  by: 'last' | 'mean';
}

export function thinnings(metrics: DeclaredMetric[]): Thinning[] {
  const bounds = [...new Set(metrics.flatMap(({ buckets }) => buckets))].sort((a, b) => a - b);
  return [
    ...[...counting, ...bounds.map(boundField), '+Inf'].map((field) => ({ field, by: 'last' as const })),
    ...measuring.map((field) => ({ field, by: 'mean' as const })),
  ];
}

/** The field of the observations up to a bound. */
export function boundField(bound: number): string {
  return String(bound);
}
