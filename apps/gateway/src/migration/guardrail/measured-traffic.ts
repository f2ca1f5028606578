import type { TrafficStats } from '@wellspring/contract-gateway';
import type { Count } from './exact-test.ts';
import { TrafficSample } from './traffic-sample.ts';

export interface MeasuredTraffic extends TrafficStats {
  /** To the nearest bucket of the histogram. */
  slowerThan: (ms: number) => Count;
}

export function measure({ requests, errors, latency }: TrafficSample): MeasuredTraffic {
  const p95Ms = latency.quantile(0.95);
  return {
    requests,
    errors,
    errorRate: requests === 0 ? 0 : errors / requests,
    ...(p95Ms !== undefined && { p95Ms }),
    observations: Math.max(requests, latency.total),
    slowerThan: (ms) => ({ hits: latency.above(ms), of: latency.total }),
  };
}

/** As it is told to others. */
export function statsOf({ requests, errors, errorRate, p95Ms, observations }: MeasuredTraffic): TrafficStats {
  return { requests, errors, errorRate, ...(p95Ms !== undefined && { p95Ms }), observations };
}

export function sumOf(...samples: readonly TrafficSample[]): TrafficSample {
  const sum = new TrafficSample();
  for (const sample of samples) sum.add(sample);
  return sum;
}
