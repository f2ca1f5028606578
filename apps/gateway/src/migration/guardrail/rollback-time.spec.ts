import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Side } from '@wellspring/contract-gateway';
import { parseMigrationFile } from '../file/parse.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { Guardrails } from './guardrails.ts';
import { Traffic } from './traffic.ts';

/** As `GUARDRAIL_INTERVAL_MS` is unless set. */
const intervalMs = 500;
const stepMs = 20;
const fallbackAfterMs = 3_000;

type Condition = 'healthy' | 'fails' | 'is slow' | 'hangs';

const answers: Record<Condition, { afterMs: number; status: number }> = {
  healthy: { afterMs: 40, status: 200 },
  fails: { afterMs: 40, status: 500 },
  'is slow': { afterMs: 1_000, status: 200 },
  hangs: { afterMs: fallbackAfterMs, status: 0 },
};

/** One replica by a clock of the test's own, with guardrails as they are by default. */
class Replica {
  breachedAt: number | undefined;
  readonly traffic: Traffic;
  readonly guardrails: Guardrails;
  private readonly now: () => number;
  private readonly due: { at: number; end: () => void }[] = [];

  constructor(now: () => number) {
    const parsed = parseMigrationFile(`
capabilities:
  invoices: { stage: canary, routes: [{ path: /invoices, legacy: old, new: fresh }] }
`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const state = new MigrationState(parsed.file);
    this.now = now;
    this.traffic = new Traffic(state, now);
    this.guardrails = new Guardrails({
      state,
      traffic: this.traffic,
      now,
      lookEveryMs: intervalMs,
    });
    this.guardrails.onBreach(() => {
      this.breachedAt ??= now();
      return Promise.resolve();
    });
  }

  request(side: Side, { afterMs, status }: { afterMs: number; status: number }): void {
    const ended = this.traffic.began({ capability: 'invoices', side });
    const failed = status === 0 || status >= 500;
    const end = (): void => {
      const outcome = { capability: 'invoices', side, status, durationMs: afterMs, failed, fallback: failed };
      this.traffic.record({ ...outcome, waitCounted: ended() });
    };
    this.due.push({ at: this.now() + afterMs, end });
  }

  endDue(): void {
    for (const { end } of this.due.filter(({ at }) => at <= this.now())) end();
    this.due.splice(0, this.due.length, ...this.due.filter(({ at }) => at > this.now()));
  }
}

describe('a new side that breaks after longer than the window, at fifty requests a second', () => {
  let now: number;

  beforeEach(() => {
    now = 0;
  });

  /** A request each 20 ms, to each replica in turn; `share` of them to the new side. */
  function run(replicas: readonly Replica[], share: number, untilMs: number, condition: Condition): void {
    for (; now < untilMs; now += stepMs) {
      const n = now / stepMs;
      const side = Math.floor(n * share) < Math.floor((n + 1) * share) ? 'new' : 'legacy';
      for (const replica of replicas) replica.endDue();
      replicas[n % replicas.length]?.request(side, answers[side === 'new' ? condition : 'healthy']);
      // Replicas began at different moments, so they judge at different moments.
      for (const [index, replica] of replicas.entries()) {
        if ((now + index * 160) % intervalMs === 0) judge(replica, replicas);
      }
    }
  }

  function judge(replica: Replica, replicas: readonly Replica[]): void {
    const news = replica.traffic.takeNews();
    for (const other of replicas) if (other !== replica) other.traffic.receive(news);
    replica.guardrails.tick();
  }

  it.each<[Condition, number, number]>([
    ['fails', 1, 0.5],
    ['fails', 3, 0.5],
    ['fails', 3, 0.1],
    ['is slow', 1, 0.5],
    ['is slow', 3, 0.5],
    ['is slow', 3, 0.1],
    ['hangs', 1, 0.5],
    ['hangs', 3, 0.5],
    ['hangs', 3, 0.1],
  ])('and %s is found on %i replicas with a share of %d within 3.5 of the 5 s promised', (condition, count, share) => {
    const replicas = Array.from({ length: count }, () => new Replica(() => now));
    const brokeAt = 32_000;
    run(replicas, share, brokeAt, 'healthy');
    expect(replicas.map(({ breachedAt }) => breachedAt)).toEqual(replicas.map(() => undefined));
    run(replicas, share, brokeAt + 3_500, condition);
    const found = replicas.flatMap(({ breachedAt }) => breachedAt ?? []);
    // One is enough: it writes the decision that all follow.
    expect(found.length).toBeGreaterThan(0);
    expect(Math.min(...found)).toBeGreaterThan(brokeAt);
  });
});
