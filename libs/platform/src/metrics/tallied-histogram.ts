import * as prometheus from 'prom-client';

interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** What was observed under one set of labels. */
export class Tally {
  count = 0;
  sum = 0;
  /** Observations by the bound they first fit under; the last are those above every bound. */
  readonly counts: Float64Array;

  constructor(
    readonly labels: Readonly<Record<string, string>>,
    private readonly bounds: readonly number[],
  ) {
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** @throws {TypeError} when the value is no finite number */
  observe(value: number): void {
    if (!Number.isFinite(value)) throw new TypeError(`cannot observe ${value}`);
    const { bounds, counts } = this;
    let at = 0;
    while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1;
    counts[at] = (counts[at] ?? 0) + 1;
    this.count += 1;
    this.sum += value;
  }
}

/**
 * A histogram that is told to one {@link Tally} for each set of labels. prom-client's own looks its labels up by a text
 * put together for every observation, which on a busy port is more work than all the rest of measuring.
 */
export class TalliedHistogram extends prometheus.Histogram {
  private readonly tallies: Tally[] = [];

  constructor(private readonly configuration: prometheus.HistogramConfiguration<string> & { buckets: number[] }) {
    super(configuration);
    if (configuration.labelNames?.length === 0) this.tally({});
  }

  tally(labels: Readonly<Record<string, string>>): Tally {
    const tally = new Tally(labels, this.configuration.buckets);
    this.tallies.push(tally);
    return tally;
  }

  /** What the registry asks for, to write it out. */
  getForPromString(): Promise<object> {
    const { name, help } = this.configuration;
    return Promise.resolve({ name, help, type: 'histogram', aggregator: 'sum', values: [...this.samples(name)] });
  }

  private *samples(name: string): Generator<Sample> {
    for (const { labels, counts, count, sum } of this.tallies) {
      let below = 0;
      for (const [at, bound] of this.configuration.buckets.entries()) {
        below += counts[at] ?? 0;
        yield { metricName: `${name}_bucket`, labels: { le: bound, ...labels }, value: below };
      }
      yield { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count };
      yield { metricName: `${name}_sum`, labels, value: sum };
      yield { metricName: `${name}_count`, labels, value: count };
    }
  }
}
