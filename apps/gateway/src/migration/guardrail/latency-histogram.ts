/** Eight buckets to each doubling: a quantile is off by at most a twentieth, whatever the range. */
const bucketsPerDoubling = 8;
const bucketCount = 136;
/** Lower bound of the first bucket; the last one ends beyond a minute. */
const firstMs = 0.5;

const { floor, log2, max, min } = Math;

/** Counts of a histogram that has few buckets in use: bucket and count in turn. */
export type SparseCounts = readonly (readonly [bucket: number, count: number])[];

/** Durations in buckets of equal ratio: constant memory, additive, and good enough for a p95. */
export class LatencyHistogram {
  private readonly counts = new Uint32Array(bucketCount);
  private count = 0;

  get total(): number {
    return this.count;
  }

  record(durationMs: number): void {
    this.addTo(bucketOf(durationMs), 1);
  }

  addTo(bucket: number, count: number): void {
    if (bucket < 0 || bucket >= bucketCount) return;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + count;
    this.count += count;
  }

  add(other: LatencyHistogram): void {
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      this.counts[bucket] = (this.counts[bucket] ?? 0) + (other.counts[bucket] ?? 0);
    }
    this.count += other.count;
  }

  /** Takes out what was added before. */
  subtract(other: LatencyHistogram): void {
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      this.counts[bucket] = (this.counts[bucket] ?? 0) - (other.counts[bucket] ?? 0);
    }
    this.count -= other.count;
  }

  clear(): void {
    this.counts.fill(0);
    this.count = 0;
  }

  /** @returns milliseconds; undefined when nothing was recorded. */
  quantile(share: number): number | undefined {
    if (this.count === 0) return undefined;
    const rank = share * this.count;
    let seen = 0;
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      seen += this.counts[bucket] ?? 0;
      if (seen >= rank) return middleOf(bucket);
    }
    return middleOf(bucketCount - 1);
  }

  /** How many are longer, to the nearest bucket. */
  above(ms: number): number {
    let count = 0;
    for (let bucket = bucketOf(ms) + 1; bucket < bucketCount; bucket++) count += this.counts[bucket] ?? 0;
    return count;
  }

  sparse(): SparseCounts {
    const counts: [number, number][] = [];
    for (const [bucket, count] of this.counts.entries()) if (count > 0) counts.push([bucket, count]);
    return counts;
  }
}

function bucketOf(durationMs: number): number {
  if (!(durationMs > firstMs)) return 0;
  return max(0, min(bucketCount - 1, floor(log2(durationMs / firstMs) * bucketsPerDoubling)));
}

function middleOf(bucket: number): number {
  return firstMs * 2 ** ((bucket + 0.5) / bucketsPerDoubling);
}
