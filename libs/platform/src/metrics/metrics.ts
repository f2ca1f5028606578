import * as prometheus from 'prom-client';
import type {
  Counter,
  Gauge,
  GaugeOptions,
  Histogram,
  HistogramOptions,
  InstrumentOptions,
  Labels,
} from './instruments.ts';
import { Series } from './series.ts';
import { TalliedHistogram } from './tallied-histogram.ts';

interface Configuration {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: prometheus.Registry[];
}

const maxSeries = 500;
/** From one millisecond to half a minute: what lies between a cached read and the slowest request allowed. */
const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * The metrics of one service: its own registry, so that two services in one process do not mix. Asking again for a
 * name gives the same metric.
 */
export class Metrics {
  readonly contentType = prometheus.Registry.PROMETHEUS_CONTENT_TYPE;
  private readonly registry = new prometheus.Registry();
  private readonly instruments = new Map<string, unknown>();

  counter<const L extends string = never>(options: InstrumentOptions<L>): Counter<L> {
    return this.once(options.name, () => {
      const counted: Counted[] = [];
      const counter = new prometheus.Counter({
        ...this.configuration(options),
        collect: () => {
          for (const each of counted) each.tell();
        },
      });
      const series = seriesOf(options, (labels) => {
        const each = new Counted(counter.labels(labels));
        counted.push(each);
        return each;
      });
      return {
        inc(labels?: Labels<L>, amount = 1): void {
          series.get(labels).add(amount);
        },
      };
    });
  }

  histogram<const L extends string = never>(options: HistogramOptions<L>): Histogram<L> {
    return this.once(options.name, () => {
      const buckets = [...(options.buckets ?? durationBuckets)];
      const histogram = new TalliedHistogram({ ...this.configuration(options), buckets });
      const series = seriesOf(options, (labels) => histogram.tally(labels));
      return {
        observe(labels: Labels<L>, value: number): void {
          series.get(labels).observe(value);
        },
      };
    });
  }

  gauge<const L extends string = never>(options: GaugeOptions<L>): Gauge<L> {
    return this.once(options.name, () => {
      const collect = (): void => {
        if (options.onlyCollected === true) {
          gauge.reset();
          series = newSeries();
        }
        options.collect?.(instrument);
      };
      const gauge = new prometheus.Gauge({ ...this.configuration(options), collect });
      if (options.absentUntilSet === true) gauge.remove();
      const newSeries = (): Series<prometheus.Gauge.Internal<string>> =>
        seriesOf(options, (labels) => gauge.labels(labels));
      let series = newSeries();
      const instrument: Gauge<L> = {
        set(labels, value) {
          series.get(labels).set(value);
        },
      };
      return instrument;
    });
  }

  /** Everything in the Prometheus text format 0.0.4. */
  scrape(): Promise<string> {
    return this.registry.metrics();
  }

  private configuration<L extends string>({ name, help, labels }: InstrumentOptions<L>): Configuration {
    return { name, help, labelNames: [...(labels ?? [])], registers: [this.registry] };
  }

  private once<T>(name: string, create: () => T): T {
    const existing = this.instruments.get(name);
    // The name is the identity of a metric: whoever asks for it again declares it the same way.
    if (existing !== undefined) return existing as T;
    const instrument = create();
    this.instruments.set(name, instrument);
    return instrument;
  }
}

function seriesOf<L extends string, T>(
  options: InstrumentOptions<L>,
  create: (labels: Record<string, string>) => T,
): Series<T> {
  return new Series(options.labels ?? [], options.maxSeries ?? maxSeries, create);
}

/** What was counted since the last scrape: prom-client looks a label set up again for every increment. */
class Counted {
  private uncounted = 0;

  constructor(private readonly counter: prometheus.Counter.Internal) {}

  /** @throws {TypeError} when a counter would go down */
  add(amount: number): void {
    if (!(Number.isFinite(amount) && amount >= 0)) throw new TypeError(`a counter cannot go up by ${amount}`);
    this.uncounted += amount;
  }

  tell(): void {
    const { uncounted } = this;
    this.uncounted = 0;
    this.counter.inc(uncounted);
  }
}
