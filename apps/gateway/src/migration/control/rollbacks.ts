import type { Position } from '@wellspring/contract-gateway';
import type { Logger } from '@wellspring/platform';
import type { MigrationState } from '../stage/migration-state.ts';
import type { Override } from '../stage/override.ts';
import { compareStages } from '../stage/position.ts';
import type { NewDecision, OverrideStore } from './override.store.ts';
import type { OverrideSync } from './override-sync.ts';

/** Where a capability is taken back to, by whom and why. */
export type RollbackDecision = NewDecision & { action: 'rollback'; position: Position };

export interface RollbacksOptions {
  state: MigrationState;
  store: Pick<OverrideStore, 'decide'>;
  sync: Pick<OverrideSync, 'refresh'>;
  logger: Pick<Logger, 'error'>;
}

/** A database that does not answer is not waited for any longer: customers are on a side that breaks meanwhile. */
const writePatienceMs = 500;
/** Others may decide at the same time, but not for ever. */
const mostAttempts = 5;

interface Unwritten {
  decision: RollbackDecision;
  at: Date;
}

/**
 * Takes capabilities back, whoever decided it: a guardrail or a person. Getting customers off a broken side waits for
 * nothing: with the database away or silent a rollback is in force on this replica, and is written as soon as it can be.
 */
export class Rollbacks {
  private readonly options: RollbacksOptions;
  private readonly unwritten = new Map<string, Unwritten>();

  constructor(options: RollbacksOptions) {
    this.options = options;
  }

  /** Resolves once the rollback is in force here: written, or to be written later. Never rejects. */
  async perform(decision: RollbackDecision): Promise<void> {
    const rollback = { decision, at: new Date() };
    const written = this.write(rollback).then(
      () => true,
      () => false,
    );
    const impatient = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      impatient.resolve(undefined);
    }, writePatienceMs);
    const done = await Promise.race([written, impatient.promise]);
    clearTimeout(timer);
    if (done === true) return;
    this.bringIntoForce(decision);
    if (done === false) this.keep(rollback);
    // It may still be written: silence is no refusal.
    else void written.then((wasWritten) => wasWritten || this.keep(rollback));
  }

  /** Writes what could not be written when it was decided. Called now and then. */
  async settle(): Promise<void> {
    for (const [capability, rollback] of this.unwritten) {
      try {
        await this.write(rollback, true);
        if (this.unwritten.get(capability) === rollback) this.unwritten.delete(capability);
      } catch {
        // Kept for the next time; the others do not wait for it.
      }
    }
  }

  private keep(rollback: Unwritten): void {
    const { capability } = rollback.decision;
    this.unwritten.set(capability, rollback);
    this.options.logger.error('the rollback is in force here but cannot be written yet', undefined, { capability });
  }

  /**
   * A decision that came first and leads as far back is as good: it is another replica's same one, or a person's. Any
   * other gives way to a person's rollback made just now. A guardrail's, or one that is written late, yields to what was
   * decided after it.
   * @throws Error when it cannot be written
   */
  private async write({ decision, at }: Unwritten, late = false): Promise<void> {
    const { state, store, sync } = this.options;
    const yields = late || decision.origin === 'guardrail';
    let attempt: NewDecision = decision;
    for (let count = 0; count < mostAttempts; count++) {
      const override = await store.decide(attempt);
      if (override !== undefined) {
        state.applyOverrides([override]);
        return;
      }
      await sync.refresh();
      const known = state.capability(decision.capability);
      if (known === undefined) return;
      if (!Number.isInteger(known.version)) throw new Error('the decisions cannot be read');
      if (compareStages(known.effective.stage, decision.position.stage) <= 0) return;
      if (yields && known.decidedAt !== undefined && known.decidedAt >= at) return;
      attempt = { ...decision, from: known.effective, expectedVersion: known.version };
    }
    throw new Error('others went on deciding at the same time');
  }

  private bringIntoForce(decision: RollbackDecision): void {
    this.options.state.applyOverrides([provisional(decision)]);
  }
}

/** Half a version on: ahead of everything known, and behind whatever the database will say. */
function provisional({
  capability,
  expectedVersion,
  paused,
  origin,
  reason,
  actor,
  position,
}: RollbackDecision): Override {
  return {
    capability,
    version: expectedVersion + 0.5,
    position,
    paused,
    cause: origin,
    reason,
    actor,
    at: new Date(),
  };
}
