import { LatencyHistogram, type SparseCounts } from './latency-histogram.ts';

/** Requests of one side over some time. */
export class TrafficSample {
  requests = 0;
  errors = 0;
  readonly latency = new LatencyHistogram();

  /** A duration is left out of the latency when there was no answer: a refused connection is not a fast one. */
  record(failed: boolean, durationMs: number | undefined): void {
    this.requests += 1;
    if (failed) this.errors += 1;
    if (durationMs !== undefined) this.latency.record(durationMs);
  }

  /** A request that has been waiting this long; it is counted as a request once it ends. */
  recordWaiting(durationMs: number): void {
    this.latency.record(durationMs);
  }

  add(other: TrafficSample): void {
    this.requests += other.requests;
    this.errors += other.errors;
    this.latency.add(other.latency);
  }

  subtract(other: TrafficSample): void {
    this.requests -= other.requests;
    this.errors -= other.errors;
    this.latency.subtract(other.latency);
  }

  clear(): void {
    this.requests = 0;
    this.errors = 0;
    this.latency.clear();
  }

  get isEmpty(): boolean {
    return this.requests === 0 && this.latency.total === 0;
  }

  toMessage(): TrafficMessage {
    return [this.requests, this.errors, this.latency.sparse()];
  }

  static fromMessage([requests, errors, latency]: TrafficMessage): TrafficSample {
    const sample = new TrafficSample();
    sample.requests = requests;
    sample.errors = errors;
    for (const [bucket, count] of latency) sample.latency.addTo(bucket, count);
    return sample;
  }
}

/** A sample as replicas tell it to each other: requests, errors, latency. */
export type TrafficMessage = readonly [requests: number, errors: number, latency: SparseCounts];
