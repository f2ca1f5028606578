import type { FactCount, NotCompared, ParitySummary } from '@wellspring/contract-gateway';
import { wholeExchanges, exchangesNotCompared, type ParityCount, type ParitySample } from './parity-count.ts';
import type { ParityStore } from './parity.store.ts';

/** Whoever looks is told what this replica knows when the database says nothing for this long. */
const readPatienceMs = 500;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const keptDays = 7;
/** Bounds what piles up while the database is away. */
const mostCounts = 5_000;
const mostSamples = 500;
/** Samples of one fact kept per minute and replica: more would say nothing new. */
const samplesPerMinute = 10;

/** Where comparisons of all replicas come together. */
export type ParityTable = Pick<ParityStore, 'addCounts' | 'addSamples' | 'counts' | 'samples' | 'forgetBefore'>;

/** What one exchange came to. */
export interface ComparedExchange {
  capability: string;
  facts: readonly FactCount[];
  differs: boolean;
  samples: readonly Omit<ParitySample, 'at' | 'capability'>[];
}

/** Counts comparisons here, and now and then adds them to those of the other replicas in the database. */
export class ParityBook {
  private readonly store: ParityTable;
  private readonly now: () => Date;
  private counts = new Map<string, ParityCount>();
  private ownSamples: ParitySample[] = [];
  private forgotAt = 0;
  /** The last one that had anything to write, and how many there were. */
  private writing: Promise<void> = Promise.resolve();
  private writes = 0;

  constructor(store: ParityTable, now: () => Date = () => new Date()) {
    this.store = store;
    this.now = now;
  }

  record({ capability, facts, differs, samples }: ComparedExchange): void {
    this.count(capability, { fact: wholeExchanges, compared: 1, differing: differs ? 1 : 0, noise: 0 });
    for (const fact of facts) this.count(capability, fact);
    for (const sample of samples) this.sample({ at: this.now(), capability, ...sample });
  }

  /** Counts a request that was not compared. */
  pass(capability: string, reason: NotCompared): void {
    this.count(capability, { fact: exchangesNotCompared + reason, compared: 1, differing: 0, noise: 0 });
  }

  /** Writes what was counted. What cannot be written is kept for the next time. */
  flush(): Promise<void> {
    if (this.counts.size > 0) this.writes += 1;
    this.writing = this.write();
    return this.writing;
  }

  private async write(): Promise<void> {
    const [counts, samples] = [this.counts, this.ownSamples];
    this.counts = new Map();
    this.ownSamples = [];
    try {
      await this.store.addCounts([...counts.values()]);
    } catch {
      for (const { minute, capability, ...count } of counts.values()) this.count(capability, count, minute);
      this.ownSamples = [...samples, ...this.ownSamples].slice(-mostSamples);
      return;
    }
    // Losing samples to a database that went away between the two is no loss worth keeping them for.
    await this.store.addSamples(samples).catch(() => undefined);
    await this.forgetOld();
  }

  /** Everything compared within the last so many milliseconds, on all replicas. */
  async summary(capability: string, windowMs: number): Promise<ParitySummary> {
    const since = new Date(this.now().getTime() - windowMs);
    await patiently(this.writing);
    const { writes } = this;
    const kept = await patiently(this.store.counts(capability, since));
    // What was written meanwhile may be among those or not: counted twice, it would open a gate too early.
    if (kept !== undefined && writes !== this.writes) return this.summary(capability, windowMs);
    const own = [...this.counts.values()].filter((count) => count.capability === capability && count.minute >= since);
    return summarise([...(kept ?? []), ...own], kept !== undefined);
  }

  async samples(capability: string, limit: number, fact?: string): Promise<ParitySample[]> {
    const own = this.ownSamples.filter(
      (sample) => sample.capability === capability && (fact ?? sample.fact) === sample.fact,
    );
    const kept = await patiently(this.store.samples(capability, limit, fact));
    return [...own.toReversed(), ...(kept ?? [])].slice(0, limit);
  }

  private count(capability: string, { fact, compared, differing, noise }: FactCount, minute = this.minute()): void {
    const key = `${capability} ${fact} ${minute.getTime()}`;
    const known = this.counts.get(key);
    if (known === undefined) {
      if (this.counts.size >= mostCounts) return;
      this.counts.set(key, { capability, fact, minute, compared, differing, noise });
      return;
    }
    known.compared += compared;
    known.differing += differing;
    known.noise += noise;
  }

  private sample(sample: ParitySample): void {
    const recent = this.ownSamples.filter(({ fact, capability, at }) => {
      const sameFact = fact === sample.fact && capability === sample.capability;
      return sameFact && sample.at.getTime() - at.getTime() < minuteMs;
    });
    if (recent.length >= samplesPerMinute || this.ownSamples.length >= mostSamples) return;
    this.ownSamples.push(sample);
  }

  private minute(): Date {
    return new Date(Math.floor(this.now().getTime() / minuteMs) * minuteMs);
  }

  private async forgetOld(): Promise<void> {
    const now = this.now().getTime();
    if (now - this.forgotAt < minuteMs * 60) return;
    this.forgotAt = now;
    await this.store.forgetBefore(new Date(now - keptDays * dayMs)).catch(() => undefined);
  }
}

/** @returns undefined when there is no answer, or none soon. */
function patiently<T>(answer: Promise<T>): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<T | undefined>();
  const timer = setTimeout(() => {
    resolve(undefined);
  }, readPatienceMs);
  answer
    .then(resolve, () => {
      resolve(undefined);
    })
    .finally(() => {
      clearTimeout(timer);
    });
  return promise;
}

function summarise(counts: readonly FactCount[], complete: boolean): ParitySummary {
  const byFact = new Map<string, FactCount>();
  for (const { fact, compared, differing, noise } of counts) {
    const known = byFact.get(fact) ?? { fact, compared: 0, differing: 0, noise: 0 };
    byFact.set(fact, {
      fact,
      compared: known.compared + compared,
      differing: known.differing + differing,
      noise: known.noise + noise,
    });
  }
  const exchanges = byFact.get(wholeExchanges);
  byFact.delete(wholeExchanges);
  const counted = [...byFact.values()].sort((a, b) => a.fact.localeCompare(b.fact));
  const [passed, facts] = [true, false].map((yes) =>
    counted.filter(({ fact }) => fact.startsWith(exchangesNotCompared) === yes),
  );
  const notCompared = (passed ?? [])
    .map(({ fact, compared }) => ({ reason: fact.slice(exchangesNotCompared.length), requests: compared }))
    .sort((a, b) => b.requests - a.requests);
  const { compared: comparisons, differing } = exchanges ?? { compared: 0, differing: 0 };
  const requests = notCompared.reduce((sum, each) => sum + each.requests, comparisons);
  return {
    comparisons,
    differing,
    differenceRate: comparisons === 0 ? null : differing / comparisons,
    notCompared,
    coverage: requests === 0 ? null : comparisons / requests,
    facts: facts ?? [],
    complete,
  };
}
