import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parseMigrationFile } from '../file/parse.ts';
import type { Verdict } from '../guardrail/judge.ts';
import { MigrationState } from '../stage/migration-state.ts';
import type { Override } from '../stage/override.ts';
import { AutomaticRollback } from './automatic-rollback.ts';
import type { NewDecision } from './override.store.ts';

const quiet = { requests: 0, errors: 0, errorRate: 0, observations: 0 };
const verdict: Verdict = {
  state: 'breach',
  reasons: ['100.0 % of requests fail on the new side'],
  new: quiet,
  legacy: quiet,
  reference: { kind: 'none', errorRate: 0 },
  limits: { errorRate: 0.02 },
};

describe('AutomaticRollback', () => {
  let state: MigrationState;
  let decided: NewDecision[];
  let answer: (override: Override | undefined) => void;
  let rollback: AutomaticRollback;

  beforeEach(() => {
    jest.useFakeTimers();
    const parsed = parseMigrationFile(`
capabilities:
  invoices: { stage: canary, routes: [{ path: /invoices, legacy: old, new: fresh }] }
`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    state = new MigrationState(parsed.file);
    decided = [];
    rollback = new AutomaticRollback({
      state,
      store: {
        decide: (decision) => {
          decided.push(decision);
          return new Promise((resolve) => {
            answer = resolve;
          });
        },
      },
      sync: { refresh: () => Promise.resolve() },
      logger: { warn: () => undefined, error: () => undefined },
      replica: 'gateway-0',
      rollbacks: { inc: () => undefined },
    });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function breach(): Promise<void> {
    const capability = state.capability('invoices');
    if (capability === undefined) throw new Error('there is no such capability');
    return rollback.breach(capability, verdict);
  }

  it('is in force after half a second when the database is silent, and by its version once it is written', async () => {
    const done = breach();
    jest.advanceTimersByTime(499);
    expect(state.capability('invoices')?.effective.stage).toBe('canary');
    jest.advanceTimersByTime(1);
    expect(state.capability('invoices')).toMatchObject({ effective: { stage: 'legacy' }, version: 0.5 });

    const [decision] = decided;
    expect(decision).toMatchObject({
      expectedVersion: 0,
      reason: verdict.reasons[0],
      metrics: { guardrails: verdict },
    });
    const position = { stage: 'legacy', percent: 10 } as const;
    const reason = decision?.reason ?? '';
    const at = new Date(0);
    const capability = 'invoices';
    answer({ capability, version: 1, position, paused: false, cause: 'guardrail', reason, actor: 'guardrail', at });
    await done;
    expect(state.capability('invoices')).toMatchObject({ effective: { stage: 'legacy' }, version: 1 });
  });
});
