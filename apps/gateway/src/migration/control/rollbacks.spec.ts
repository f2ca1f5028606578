import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parseMigrationFile } from '../file/parse.ts';
import { MigrationState } from '../stage/migration-state.ts';
import type { Override } from '../stage/override.ts';
import type { NewDecision } from './override.store.ts';
import { type RollbackDecision, Rollbacks } from './rollbacks.ts';

const away = Promise.reject(new Error('the database is away'));
away.catch(() => undefined);

/** One row of a database that can be away, silent, or further than this replica knows. */
class Row {
  answers: 'at once' | 'never' | 'not at all' = 'at once';
  current: Override | undefined;
  /** A capability it answers nothing but errors about. */
  refuses: string | undefined;
  readonly written: NewDecision[] = [];

  decide(decision: NewDecision): Promise<Override | undefined> {
    if (this.answers === 'never') return new Promise(() => undefined);
    if (this.answers === 'not at all' || decision.capability === this.refuses) return away;
    if (decision.expectedVersion !== (this.current?.version ?? 0)) return Promise.resolve(undefined);
    this.written.push(decision);
    const { capability, position, paused, origin: cause, reason, actor } = decision;
    const version = decision.expectedVersion + 1;
    const at = new Date();
    this.current = { capability, version, ...(position && { position }), paused, cause, reason, actor, at };
    return Promise.resolve(this.current);
  }
}

describe('a rollback', () => {
  let state: MigrationState;
  let row: Row;
  let rollbacks: Rollbacks;

  beforeEach(() => {
    jest.useFakeTimers();
    const parsed = parseMigrationFile(`
capabilities:
  invoices: { stage: canary, routes: [{ path: /invoices, legacy: old, new: fresh }] }
`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    state = new MigrationState(parsed.file);
    row = new Row();
    rollbacks = new Rollbacks({
      state,
      store: row,
      sync: {
        refresh: () => {
          if (row.answers === 'at once' && row.current !== undefined) state.applyOverrides([row.current]);
          return Promise.resolve();
        },
      },
      logger: { error: () => undefined },
    });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function decision(origin: 'operator' | 'guardrail'): RollbackDecision {
    const known = state.capability('invoices');
    if (known === undefined) throw new Error('there is no such capability');
    const to = { stage: 'legacy', percent: 10 } as const;
    return {
      capability: 'invoices',
      action: 'rollback',
      actor: origin,
      origin,
      from: known.effective,
      position: to,
      to,
      paused: false,
      reason: 'customers complain',
      forced: false,
      metrics: {},
      replica: 'gateway-0',
      expectedVersion: Math.floor(known.version),
    };
  }

  function decidedElsewhere(stage: 'canary' | 'new', agoMs: number): void {
    const at = new Date(Date.now() - agoMs);
    const position = { stage, percent: 50 };
    const rest = { paused: false, cause: 'operator', reason: 'all is well', actor: 'someone else' } as const;
    const version = (row.current?.version ?? 6) + 1;
    row.current = { capability: 'invoices', version, position, at, ...rest };
  }

  it.each(['operator', 'guardrail'] as const)('of the %s is in force half a second into silence', async (origin) => {
    row.answers = 'never';
    const done = rollbacks.perform(decision(origin));
    await jest.advanceTimersByTimeAsync(499);
    expect(state.capability('invoices')?.effective.stage).toBe('canary');
    await jest.advanceTimersByTimeAsync(1);
    await done;
    expect(state.capability('invoices')).toMatchObject({ effective: { stage: 'legacy' }, version: 0.5 });
  });

  it.each(['operator', 'guardrail'] as const)(
    'of the %s is in force at once with the database away, and written when it is back',
    async (origin) => {
      row.answers = 'not at all';
      await rollbacks.perform(decision(origin));
      expect(state.capability('invoices')).toMatchObject({ effective: { stage: 'legacy' }, version: 0.5 });
      await rollbacks.settle();
      expect(row.written).toEqual([]);

      row.answers = 'at once';
      await rollbacks.settle();
      await rollbacks.settle();
      expect(row.written).toMatchObject([{ origin, reason: 'customers complain' }]);
      expect(state.capability('invoices')).toMatchObject({ effective: { stage: 'legacy' }, version: 1 });
    },
  );

  it.each([-3_000, 3_000])(
    'of a person wins over what was decided elsewhere just now, clocks off by %i ms',
    async (ms) => {
      decidedElsewhere('new', ms);
      await rollbacks.perform(decision('operator'));
      expect(row.written).toMatchObject([{ from: { stage: 'new' }, expectedVersion: 7 }]);
      expect(state.capability('invoices')).toMatchObject({ effective: { stage: 'legacy' }, version: 8 });
    },
  );

  it('of a guardrail wins over what it could not know of, and yields to what a person decided after it', async () => {
    decidedElsewhere('canary', 60_000);
    await rollbacks.perform(decision('guardrail'));
    expect(row.written).toHaveLength(1);

    decidedElsewhere('new', -1_000);
    await rollbacks.perform({ ...decision('guardrail'), expectedVersion: 1 });
    expect(row.written).toHaveLength(1);
    expect(state.capability('invoices')?.effective.stage).toBe('new');
  });

  it('that is written late yields to what was decided after it', async () => {
    row.answers = 'not at all';
    await rollbacks.perform(decision('operator'));
    row.answers = 'at once';
    decidedElsewhere('new', -1_000);
    await rollbacks.settle();
    expect(row.written).toEqual([]);
    expect(state.capability('invoices')?.effective.stage).toBe('new');
  });

  it('that cannot be written keeps no other from being written', async () => {
    row.answers = 'not at all';
    await rollbacks.perform({ ...decision('guardrail'), capability: 'start-page' });
    await rollbacks.perform(decision('guardrail'));
    row.answers = 'at once';
    row.refuses = 'start-page';
    await rollbacks.settle();
    expect(row.written).toMatchObject([{ capability: 'invoices' }]);
  });

  it('that another replica has written already is not written again', async () => {
    await rollbacks.perform(decision('guardrail'));
    await rollbacks.perform({ ...decision('guardrail'), expectedVersion: 0 });
    expect(row.written).toHaveLength(1);
  });
});
