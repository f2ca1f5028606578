/** Values of a metric's labels, by name. */
export type Labels<L extends string> = Readonly<Record<L, string>>;

/** Only ever goes up. Name it `<what>_total`. */
export interface Counter<L extends string = never> {
  /** Adds `amount` (1 unless given). */
  inc(labels?: Labels<L>, amount?: number): void;
}

/** A distribution. Durations are observed in seconds, sizes in bytes; the name says which. */
export interface Histogram<L extends string = never> {
  observe(labels: Labels<L>, value: number): void;
}

/** A value that goes up and down. */
export interface Gauge<L extends string = never> {
  set(labels: Labels<L>, value: number): void;
}

export interface InstrumentOptions<L extends string> {
  /** Prometheus name: snake_case, base unit as suffix, `_total` for counters. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
  /** Most label sets; further ones are counted under the label value `other`. 500 unless given. */
  readonly maxSeries?: number;
}

export interface HistogramOptions<L extends string> extends InstrumentOptions<L> {
  /** Upper bounds, in the unit of the metric. */
  readonly buckets?: readonly number[];
}

export interface GaugeOptions<L extends string> extends InstrumentOptions<L> {
  /** Called before each scrape to set the current values. Errors leave the gauge as it was. */
  readonly collect?: (gauge: Gauge<L>) => void;
  /** Whether there is nothing to be seen until it was set, where 0 would be a lie. Without labels it begins at 0 otherwise. */
  readonly absentUntilSet?: boolean;
  /** Whether what `collect` no longer sets is gone from the scrape: for labels whose values come and go, such as addresses. */
  readonly onlyCollected?: boolean;
}
