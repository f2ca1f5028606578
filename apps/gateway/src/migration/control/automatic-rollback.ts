import type { Counter, Logger } from '@wellspring/platform';
import type { Verdict } from '../guardrail/judge.ts';
import type { EffectiveState } from '../stage/effective-state.ts';
import type { MigrationState } from '../stage/migration-state.ts';
import type { Override } from '../stage/override.ts';
import type { NewDecision, OverrideStore } from './override.store.ts';
import type { OverrideSync } from './override-sync.ts';

export interface AutomaticRollbackOptions {
  state: MigrationState;
  store: Pick<OverrideStore, 'decide'>;
  sync: Pick<OverrideSync, 'refresh'>;
  logger: Pick<Logger, 'warn' | 'error'>;
  replica: string;
  rollbacks: Pick<Counter<'capability'>, 'inc'>;
}

/** A database that does not answer is not waited for any longer: customers are on a side that breaks meanwhile. */
const WRITE_PATIENCE_MS = 500;

interface Breach {
  decision: NewDecision;
  at: Date;
}

/**
 * Takes a capability back when a guardrail is broken. Replicas see the same breach at the same time: the first one to
 * write its decision wins, the others find it written and follow. With the database away or silent each acts for itself,
 * and writes when it can: getting customers off a broken side does not wait.
 */
export class AutomaticRollback {
  readonly #options: AutomaticRollbackOptions;
  readonly #unwritten = new Map<string, Breach>();

  constructor(options: AutomaticRollbackOptions) {
    this.#options = options;
  }

  async breach(capability: EffectiveState, verdict: Verdict): Promise<void> {
    const breach: Breach = { decision: this.#decisionFor(capability, verdict), at: new Date() };
    const { decision } = breach;
    this.#options.rollbacks.inc({ capability: capability.name });
    this.#options.logger.warn('guardrail broken, going back to the old side', {
      'event.action': 'rollback',
      capability: capability.name,
      reason: decision.reason,
    });
    const bringIntoForce = (): void => void this.#options.state.applyOverrides([provisional(decision)]);
    const impatient = setTimeout(bringIntoForce, WRITE_PATIENCE_MS);
    try {
      await this.#write(breach);
    } catch {
      this.#unwritten.set(capability.name, breach);
      bringIntoForce();
      this.#options.logger.error('the rollback is in force here but cannot be written yet', undefined, {
        capability: capability.name,
      });
    } finally {
      clearTimeout(impatient);
    }
  }

  /** Writes what could not be written when it was decided. Called now and then. */
  async settle(): Promise<void> {
    for (const [capability, breach] of this.#unwritten) {
      try {
        await this.#write(breach);
        this.#unwritten.delete(capability);
      } catch {
        return;
      }
    }
  }

  /**
   * A decision that came first is taken over: it is another replica's same one, or a person's. Only one from before the
   * breach, which this replica could not know of while the database was away, gives way to it.
   */
  async #write({ decision, at }: Breach): Promise<void> {
    const { state, store, sync } = this.#options;
    const override = await store.decide(decision);
    if (override !== undefined) {
      state.applyOverrides([override]);
      return;
    }
    await sync.refresh();
    const known = state.capability(decision.capability);
    if (known === undefined || !isOnNewSide(known) || (known.override?.at ?? at) >= at) return;
    const expectedVersion = known.version;
    const again = await store.decide({ ...decision, from: known.effective, expectedVersion });
    if (again !== undefined) state.applyOverrides([again]);
  }

  #decisionFor({ name, effective, version, paused }: EffectiveState, verdict: Verdict): NewDecision {
    const to = { stage: 'legacy', percent: effective.percent } as const;
    return {
      capability: name,
      action: 'rollback',
      actor: 'guardrail',
      origin: 'guardrail',
      from: effective,
      position: to,
      paused,
      to,
      reason: verdict.reasons.join('; '),
      forced: false,
      metrics: { guardrails: verdict },
      replica: this.#options.replica,
      expectedVersion: Math.floor(version),
    };
  }
}

function isOnNewSide({ effective }: EffectiveState): boolean {
  return effective.stage === 'canary' || effective.stage === 'new';
}

/** Half a version on: ahead of everything known, and behind whatever the database will say. */
function provisional({ capability, expectedVersion, paused, reason, actor, position }: NewDecision): Override {
  return {
    capability,
    version: expectedVersion + 0.5,
    ...(position && { position }),
    paused,
    cause: 'guardrail',
    reason,
    actor,
    at: new Date(),
  };
}
