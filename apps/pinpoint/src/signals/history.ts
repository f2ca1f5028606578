import type { Change, ProcessState } from '@wellspring/contract-pinpoint';
import { isCounter, keptMetrics } from './kept-metrics.ts';
import { Ring, ringLength } from './ring.ts';
import type { PodTrouble } from './pod.ts';
import { readSeriesKey, seriesKey, type Series } from './series.ts';
import type { ProcessSample, Snapshot, VisitResult } from './snapshot.ts';

const startTime = seriesKey('process_start_time_seconds');
const stopping = seriesKey('service_stopping');

export interface KeptSeries extends Series {
  /** Of a counter what it went up by in each second, of anything else its value. */
  readonly ring: Ring;
}

/** A start of a process: when it was first seen to run anew, and when it began by its own clock, Unix time. */
export interface ProcessStart {
  readonly tick: number;
  readonly atSeconds: number;
  readonly why: StartReason;
}

/**
 * `first`: what was before it is not known. `asked`: it had said that it stops. `changed`: it had not, and runs another version
 * or configuration. `unasked`: it had not, and runs what it ran.
 */
export type StartReason = 'first' | 'asked' | 'changed' | 'unasked';

/** The last ten minutes of one process. */
export class ProcessHistory {
  readonly tookMs = new Ring();
  /** What it runs on; `undefined` where all run on one. */
  machine: string | undefined;
  /** When each start of the process was seen, newest last. */
  readonly starts: ProcessStart[] = [];
  private readonly states = new Map<number, ProcessState>();
  private readonly series = new Map<string, KeptSeries>();
  private readonly byMetric = new Map<string, KeptSeries[]>();
  private last: ReadonlyMap<string, number> | undefined;

  constructor(
    readonly service: string,
    readonly instance: string,
    readonly firstTick: number,
  ) {}

  /** Series there are so far: goes up when a new one appears. */
  get seriesCount(): number {
    return this.series.size;
  }

  get hasAnswered(): boolean {
    return this.last !== undefined;
  }

  take(tick: number, { state, tookMs, values, machine }: ProcessSample): void {
    this.machine = machine;
    this.states.set(tick, state);
    this.states.delete(tick - ringLength);
    if (state !== 'answers') return;
    this.tookMs.put(tick, tookMs);
    const restarted = this.noteStart(tick, values);
    for (const [key, value] of values) {
      const kept = this.series.get(key) ?? this.add(key);
      kept.ring.put(tick, isCounter(kept.metric) ? this.increase(key, value, restarted) : value);
    }
    this.last = values;
  }

  state(tick: number): ProcessState | undefined {
    return this.states.get(tick);
  }

  /** Every series of a metric. */
  all(metric: string): readonly KeptSeries[] {
    return this.byMetric.get(metric) ?? [];
  }

  one(metric: string, ...labels: string[]): Ring | undefined {
    return this.series.get(seriesKey(metric, labels))?.ring;
  }

  private add(key: string): KeptSeries {
    const series = { ...readSeriesKey(key, (metric) => keptMetrics.get(metric) ?? []), ring: new Ring() };
    this.series.set(key, series);
    this.byMetric.set(series.metric, [...this.all(series.metric), series]);
    return series;
  }

  private noteStart(tick: number, values: ReadonlyMap<string, number>): boolean {
    const atSeconds = values.get(startTime);
    if (atSeconds === undefined || this.starts.at(-1)?.atSeconds === atSeconds) return false;
    this.starts.push({ tick, atSeconds, why: whyStarted(this.last, values) });
    if (this.starts.length > 20) this.starts.shift();
    return this.starts.length > 1;
  }

  /** What a process counted before it was first looked at happened at no known time. */
  private increase(key: string, value: number, restarted: boolean): number {
    if (this.last === undefined) return 0;
    if (restarted) return value;
    return Math.max(0, value - (this.last.get(key) ?? 0));
  }
}

function whyStarted(before: ReadonlyMap<string, number> | undefined, now: ReadonlyMap<string, number>): StartReason {
  if (before === undefined) return 'first';
  if (before.get(stopping) === 1) return 'asked';
  return runs(before) === runs(now) ? 'unasked' : 'changed';
}

/** Version and configuration, as one. */
function runs(values: ReadonlyMap<string, number>): string | undefined {
  return [...values.keys()].find((key) => key.startsWith(seriesKey('service_info', [''])));
}

/** Everything that is known of the last ten minutes. A tick is a snapshot, one a second. */
export class History {
  tick = -1;
  readonly changes: Change[] = [];
  /** Pods that do not run as they should, now. */
  pods: readonly PodTrouble[] = [];
  private readonly byId = new Map<string, ProcessHistory>();
  private readonly visitsByTick = new Map<number, readonly VisitResult[]>();
  private readonly times = new Ring();

  take({ atMs, processes, pods = [], visits, changes }: Snapshot): void {
    this.tick += 1;
    this.pods = pods;
    const { tick } = this;
    this.times.put(tick, atMs);
    this.visitsByTick.set(tick, visits);
    this.visitsByTick.delete(tick - ringLength);
    this.changes.push(...changes);
    const seen = new Set<string>();
    for (const sample of processes) {
      const id = `${sample.service}/${sample.instance}`;
      seen.add(id);
      let process = this.byId.get(id);
      if (process === undefined) {
        process = new ProcessHistory(sample.service, sample.instance, tick);
        this.byId.set(id, process);
      }
      process.take(tick, sample);
    }
    // Whatever is no longer among those to be looked at has been taken away, as pods are.
    for (const id of this.byId.keys()) if (!seen.has(id)) this.byId.delete(id);
  }

  get processes(): readonly ProcessHistory[] {
    return [...this.byId.values()];
  }

  processesOf(service: string): ProcessHistory[] {
    return this.processes.filter((process) => process.service === service);
  }

  get services(): ReadonlySet<string> {
    return new Set(this.processes.map(({ service }) => service));
  }

  /** Visits of the synthetic customer that ended since a tick, each with its own. */
  visitsSince(since: number): (VisitResult & { readonly tick: number })[] {
    return [...this.visitsByTick].flatMap(([tick, visits]) =>
      tick >= since ? visits.map((visit) => ({ ...visit, tick })) : [],
    );
  }

  atMs(tick: number): number {
    return this.times.at(tick) ?? this.times.at(this.tick) ?? 0;
  }
}
