import type { Change, ProcessState } from '@wellspring/contract-pinpoint';
import { IncidentBook, type IncidentEvent } from '../incident/incident-book.ts';
import type { PodTrouble } from '../signals/pod.ts';
import { seriesKey } from '../signals/series.ts';
import type { ProcessSample, VisitResult } from '../signals/snapshot.ts';
import { Judge, type Verdict } from '../judge/judge.ts';
import type { KnownCalls } from '../judge/picture.ts';

/** Calls of a second by outcome, and how long each takes. */
export interface CallsPerSecond {
  readonly ok?: number;
  readonly failed?: Readonly<Record<string, number>>;
  readonly ms?: number;
  readonly underWay?: number;
}

/** A process of a scene: counts for itself, and is told what happens in each second. */
export class Actor {
  state: ProcessState = 'answers';
  tookMs = 5;
  machine: string | undefined;
  version = '1';
  configuration = 'a';
  startedAt = 1_000;
  private readonly counters = new Map<string, number>();
  private readonly gauges = new Map<string, number>();

  constructor(
    readonly service: string,
    readonly instance = service,
  ) {}

  calls(dependency: string, operation: string, { ok = 0, failed = {}, ms = 10, underWay = 0 }: CallsPerSecond): void {
    const total = ok + Object.values(failed).reduce((sum, count) => sum + count, 0);
    this.count(seriesKey('http_client_requests_total', [dependency, operation, 'ok']), ok);
    for (const [outcome, count] of Object.entries(failed)) {
      this.count(seriesKey('http_client_requests_total', [dependency, operation, outcome]), count);
    }
    this.count(seriesKey('http_client_request_duration_seconds_count', [dependency, operation]), total);
    this.count(seriesKey('http_client_request_duration_seconds_sum', [dependency, operation]), (total * ms) / 1_000);
    this.gauge(seriesKey('http_client_requests_in_flight', [dependency]), underWay);
  }

  forwards(upstream: string, { ok = 0, failed = {}, ms = 10 }: CallsPerSecond): void {
    for (const [outcome, count] of Object.entries({ ok, ...failed })) {
      this.count(seriesKey('gateway_upstream_response_duration_seconds_count', [upstream, outcome]), count);
      this.count(
        seriesKey('gateway_upstream_response_duration_seconds_sum', [upstream, outcome]),
        (count * ms) / 1_000,
      );
    }
  }

  answers(status: string, count: number, ms = 10): void {
    this.count(seriesKey('http_server_request_duration_seconds_count', [status]), count);
    this.count(seriesKey('http_server_request_duration_seconds_sum', [status]), (count * ms) / 1_000);
  }

  customers(capability: string, side: string, outcomes: Readonly<Record<string, number>>): void {
    for (const [outcome, count] of Object.entries(outcomes)) {
      this.count(seriesKey('migration_requests_total', [capability, side, outcome]), count);
    }
  }

  database(
    { ok = 0, failed = {}, ms = 2, underWay = 0 }: CallsPerSecond,
    pool = { total: 5, idle: 5, waiting: 0 },
  ): void {
    this.count(seriesKey('db_statement_seconds_count', ['ok']), ok);
    this.count(seriesKey('db_statement_seconds_sum', ['ok']), (ok * ms) / 1_000);
    for (const [reason, count] of Object.entries(failed)) this.count(seriesKey('db_failures_total', [reason]), count);
    this.gauge(seriesKey('db_statements_in_flight'), underWay);
    this.gauge(seriesKey('db_pool_connections', ['total']), pool.total);
    this.gauge(seriesKey('db_pool_connections', ['idle']), pool.idle);
    this.gauge(seriesKey('db_pool_waiting_requests'), pool.waiting);
  }

  count(key: string, by: number): void {
    this.counters.set(key, (this.counters.get(key) ?? 0) + by);
  }

  gauge(key: string, value: number): void {
    this.gauges.set(key, value);
  }

  /** Begins anew: counters from nothing. */
  restart(): void {
    this.counters.clear();
    this.startedAt += 1;
  }

  sample(atMs: number): ProcessSample {
    const { service, instance, machine, state, tookMs } = this;
    const own: [string, number][] = [
      [seriesKey('service_info', [this.version, this.configuration]), 1],
      [seriesKey('process_start_time_seconds'), this.startedAt],
      [seriesKey('process_clock_seconds'), atMs / 1_000],
    ];
    const values = new Map([...own, ...this.gauges, ...this.counters]);
    return { service, instance, machine, state, tookMs, values: state === 'answers' ? values : new Map() };
  }
}

/** A system that is told, second by second, what happens in it. */
export class Scene {
  readonly events: IncidentEvent[] = [];
  verdict: Verdict | undefined;
  /** What Kubernetes says of pods that do not run as they should. */
  pods: readonly PodTrouble[] = [];
  private readonly judge: Judge;
  private readonly book: IncidentBook;
  private atMs = 1_800_000_000_000;
  private visits: VisitResult[] = [];
  private changes: Change[] = [];

  constructor(
    private readonly actors: readonly Actor[],
    knownCalls: KnownCalls = new Map(),
  ) {
    this.judge = new Judge(knownCalls);
    let ids = 0;
    this.book = new IncidentBook([], () => `incident-${(ids += 1)}`);
  }

  get now(): number {
    return this.atMs;
  }

  visit(result: VisitResult): void {
    this.visits.push(result);
  }

  change(change: Omit<Change, 'atMs'>): void {
    this.changes.push({ ...change, atMs: this.atMs });
  }

  /** Lets so many seconds pass, in each of which `happens` says what is counted. */
  pass(seconds: number, happens: (second: number) => void = () => undefined): this {
    for (let second = 0; second < seconds; second += 1) {
      happens(second);
      this.atMs += 1_000;
      const processes = this.actors.map((actor) => actor.sample(this.atMs));
      const { pods, visits, changes } = this;
      this.visits = [];
      this.changes = [];
      this.verdict = this.judge.take({ atMs: this.atMs, processes, pods, visits, changes });
      this.events.push(...this.book.take(this.verdict, (tick) => this.judge.history.atMs(tick)));
    }
    return this;
  }

  /** `kind subject` of every cause that is seen now. */
  get causes(): string[] {
    return (this.verdict?.causes ?? []).map(({ kind, subject }) => `${kind} ${subject}`).toSorted();
  }

  get open(): string[] {
    return this.book.incidents
      .filter(({ state }) => state === 'open')
      .map(({ diagnosis }) => `${diagnosis.kind} ${diagnosis.subject}`)
      .toSorted();
  }

  /** `opened background-hangs billing-engine`, in order. */
  get told(): string[] {
    return this.events.map(({ what, incident: { diagnosis } }) => `${what} ${diagnosis.kind} ${diagnosis.subject}`);
  }
}
