import type { Counter, Logger } from '@wellspring/platform';
import type { Verdict } from '../guardrail/judge.ts';
import type { EffectiveState } from '../stage/effective-state.ts';
import type { Rollbacks } from './rollbacks.ts';

export interface AutomaticRollbackOptions {
  rollbacks: Pick<Rollbacks, 'perform'>;
  logger: Pick<Logger, 'warn'>;
  replica: string;
  count: Pick<Counter<'capability'>, 'inc'>;
}

/**
 * Takes a capability back when a guardrail is broken. Replicas see the same breach at the same time: the first one to
 * write its decision wins, the others find it written and follow.
 */
export class AutomaticRollback {
  private readonly options: AutomaticRollbackOptions;

  constructor(options: AutomaticRollbackOptions) {
    this.options = options;
  }

  async breach({ name, effective, version, paused }: EffectiveState, verdict: Verdict): Promise<void> {
    const reason = verdict.reasons.join('; ');
    this.options.count.inc({ capability: name });
    this.options.logger.warn('guardrail broken, going back to the old side', {
      'event.action': 'rollback',
      capability: name,
      reason,
    });
    const to = { stage: 'legacy', percent: effective.percent } as const;
    await this.options.rollbacks.perform({
      capability: name,
      action: 'rollback',
      actor: 'guardrail',
      origin: 'guardrail',
      from: effective,
      position: to,
      paused,
      to,
      reason,
      forced: false,
      metrics: { guardrails: verdict },
      replica: this.options.replica,
      expectedVersion: Math.floor(version),
    });
  }
}
