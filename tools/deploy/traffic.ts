/** A service's own account of its traffic, read from its metrics. */

export interface Traffic {
  requests: number;
  /** Answered with 5xx. */
  errors: number;
  /** Upper bound in seconds → requests that took at most that long, as Prometheus counts them. */
  buckets: Map<number, number>;
}

const metric = 'http_server_request_duration_seconds';

export const noTraffic: Traffic = { requests: 0, errors: 0, buckets: new Map() };

/** Reads the text format of Prometheus (exposition format 0.0.4). */
export function parseTraffic(text: string): Traffic {
  const traffic: Traffic = { requests: 0, errors: 0, buckets: new Map() };
  for (const line of text.split('\n')) {
    const sample = /^(\w+)\{(.*)\} (\S+)$/.exec(line);
    if (!sample?.[1]?.startsWith(metric)) continue;
    const [, name, labels = '', number] = sample;
    const value = Number(number);
    if (name === `${metric}_count`) {
      traffic.requests += value;
      if (/(^|,)status="5\d\d"/.test(labels)) traffic.errors += value;
    } else if (name === `${metric}_bucket`) {
      const bound = Number(/(?:^|,)le="([^"]+)"/.exec(labels)?.[1]?.replace('+Inf', 'Infinity'));
      if (!Number.isNaN(bound)) traffic.buckets.set(bound, (traffic.buckets.get(bound) ?? 0) + value);
    }
  }
  return traffic;
}

export function addTraffic(a: Traffic, b: Traffic): Traffic {
  return combine(a, b, 1);
}

/** What came after `before`, both counted by the same process. */
export function trafficSince(before: Traffic, now: Traffic): Traffic {
  // A counter that went down was restarted from zero.
  return now.requests < before.requests ? now : combine(now, before, -1);
}

export function errorRate({ requests, errors }: Traffic): number {
  return requests === 0 ? 0 : errors / requests;
}

/** @returns seconds, interpolated within the bucket as Prometheus' histogram_quantile does; undefined without requests. */
export function quantile({ buckets }: Traffic, share: number): number | undefined {
  const sorted = [...buckets].sort(([a], [b]) => a - b);
  const total = sorted.at(-1)?.[1] ?? 0;
  if (total === 0) return undefined;
  const rank = share * total;
  let [below, countBelow] = [0, 0];
  for (const [bound, count] of sorted) {
    if (count >= rank) {
      if (bound === Infinity) return below;
      return below + (bound - below) * (count === countBelow ? 1 : (rank - countBelow) / (count - countBelow));
    }
    [below, countBelow] = [bound, count];
  }
  return below;
}

function combine(a: Traffic, b: Traffic, sign: 1 | -1): Traffic {
  const buckets = new Map(a.buckets);
  for (const [bound, count] of b.buckets) buckets.set(bound, (buckets.get(bound) ?? 0) + sign * count);
  return { requests: a.requests + sign * b.requests, errors: a.errors + sign * b.errors, buckets };
}
