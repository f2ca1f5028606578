import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TrafficStats } from '@wellspring/contract-gateway';
import type { MigrationFile } from '../file/migration-file.schema.ts';
import { parseMigrationFile } from '../file/parse.ts';
import type { Outcome } from '../migration.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { statsOf } from './measured-traffic.ts';
import { Traffic } from './traffic.ts';

/** All that a replica knows of both sides. */
function seen(traffic: Traffic): { new: TrafficStats; legacy: TrafficStats } {
  const judged = traffic.judged('invoices');
  if (judged === undefined) throw new Error('there is no such capability');
  return { new: statsOf(judged.new.all.window), legacy: statsOf(judged.legacy.all) };
}

function file(stage: string, window = '30s'): MigrationFile {
  const parsed = parseMigrationFile(`
capabilities:
  invoices:
    stage: ${stage}
    routes: [{ path: /invoices, legacy: old, new: fresh }]
    guardrails: { window: ${window} }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.file;
}

function outcome(part: Partial<Outcome> = {}): Outcome {
  return {
    capability: 'invoices',
    side: 'new',
    status: 200,
    durationMs: 100,
    failed: false,
    waitCounted: false,
    fallback: false,
    ...part,
  };
}

describe('Traffic', () => {
  let now: number;
  let state: MigrationState;
  let traffic: Traffic;

  beforeEach(() => {
    now = 1_000;
    state = new MigrationState(file('canary'));
    traffic = new Traffic(state, () => now);
  });

  it('keeps the sides apart', () => {
    traffic.record(outcome());
    traffic.record(outcome({ side: 'legacy', status: 503, failed: true }));
    expect(seen(traffic)).toMatchObject({
      new: { requests: 1, errors: 0 },
      legacy: { requests: 1, errors: 1 },
    });
  });

  it('tells customers whom the file names from those who are there by chance, on every replica', () => {
    traffic.record(outcome({ failed: true, status: 500, byHand: true }));
    traffic.record(outcome());
    const other = new Traffic(state, () => now);
    other.receive(traffic.takeNews());
    for (const replica of [traffic, other]) {
      expect(replica.judged('invoices')?.new).toMatchObject({
        chance: { window: { requests: 1, errors: 0 } },
        hand: { window: { requests: 1, errors: 1 } },
        all: { window: { requests: 2, errors: 1 } },
      });
    }
  });

  it('does not take a refused connection for a fast answer', () => {
    traffic.record(outcome({ status: 0, durationMs: 0.1, failed: true }));
    expect(seen(traffic).new).toEqual({ requests: 1, errors: 1, errorRate: 1, observations: 1 });
  });

  it('counts a request that hangs as slow before it ends, and once', () => {
    const ended = traffic.began({ capability: 'invoices', side: 'new' });
    now += 700;
    traffic.countWaiting('invoices', 'new', 500);
    traffic.countWaiting('invoices', 'new', 500);
    expect(seen(traffic).new).toMatchObject({ requests: 0, observations: 1 });
    expect(seen(traffic).new.p95Ms).toBeGreaterThan(650);
    traffic.record(outcome({ durationMs: 900, waitCounted: ended() }));
    expect(seen(traffic).new).toMatchObject({ requests: 1, observations: 1 });
  });

  it('does not take a few slow requests for more than they are', () => {
    // Four of a hundred: the p95 is that of the others, however long the four were seen to wait before they ended.
    const slow = Array.from({ length: 4 }, () => traffic.began({ capability: 'invoices', side: 'new' }));
    now += 700;
    traffic.countWaiting('invoices', 'new', 500);
    for (const ended of slow) traffic.record(outcome({ durationMs: 900, waitCounted: ended() }));
    for (let n = 0; n < 96; n++) traffic.record(outcome());
    expect(seen(traffic).new).toMatchObject({ requests: 100, observations: 100 });
    expect(seen(traffic).new.p95Ms).toBeLessThan(110);
  });

  it('leaves alone what waits no longer than it may, and what has ended', () => {
    traffic.began({ capability: 'invoices', side: 'new' })();
    traffic.began({ capability: 'invoices', side: 'new' });
    now += 400;
    traffic.countWaiting('invoices', 'new', 500);
    expect(seen(traffic).new.observations).toBe(0);
  });

  it('adds up what replicas tell each other, each thing once', () => {
    const other = new Traffic(state, () => now);
    other.record(outcome({ failed: true, status: 502 }));
    const news: unknown = JSON.parse(JSON.stringify(other.takeNews()));
    expect(other.takeNews()).toEqual([]);
    traffic.record(outcome());
    traffic.receive(news as ReturnType<Traffic['takeNews']>);
    expect(seen(traffic).new).toMatchObject({ requests: 2, errors: 1 });
    expect(traffic.takeNews()).toHaveLength(1);
  });

  it('lets the new side begin anew with a new stage, and hears nothing of the stage before', () => {
    traffic.record(outcome({ failed: true }));
    traffic.record(outcome({ side: 'legacy' }));
    const late = traffic.takeNews();
    state.applyFile(file('new'));
    traffic.receive(late);
    expect(seen(traffic)).toMatchObject({ new: { requests: 0 }, legacy: { requests: 1 } });
  });

  it('keeps counting through a change that does not concern it', () => {
    traffic.record(outcome());
    state.applyFile(file('canary'));
    expect(seen(traffic).new.requests).toBe(1);
    state.applyFile(file('canary', '10s'));
    expect(seen(traffic).new.requests).toBe(0);
  });

  it('ignores a capability that is not declared', () => {
    traffic.record(outcome({ capability: 'usage' }));
    traffic.began({ capability: 'usage', side: 'new' })();
    traffic.receive([['usage', 'canary', 'new', 'chance', [1, 0, []]]]);
    expect(traffic.judged('usage')).toBeUndefined();
  });
});
