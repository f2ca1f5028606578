import type { AuditAction, Evidence, GateResult, GuardrailReport, Position, Stage } from '@wellspring/contract-gateway';
import { objections } from '../gates/promotion-gates.ts';
import type { EffectiveState } from '../stage/effective-state.ts';
import type { MigrationState } from '../stage/migration-state.ts';
import { samePosition } from '../stage/position.ts';
import {
  advanceFrom,
  pauseFrom,
  percentFrom,
  resumeFrom,
  resumePromotes,
  rollbackFrom,
  type Transition,
} from '../stage/transition.ts';
import {
  DecidedMeanwhileError,
  ImpossibleTransitionError,
  PromotionRefusedError,
  UnknownCapabilityError,
} from './control.errors.ts';
import type { OverrideStore } from './override.store.ts';
import type { OverrideSync } from './override-sync.ts';
import type { Rollbacks } from './rollbacks.ts';

/** Who decides, and why: both end up in the audit. */
export interface Decider {
  actor: string;
  reason: string;
}

export interface PromotionOptions {
  /** Goes past the gates. */
  force?: boolean | undefined;
}

export interface MigrationControlOptions {
  state: MigrationState;
  store: Pick<OverrideStore, 'decide'>;
  sync: Pick<OverrideSync, 'refresh'>;
  rollbacks: Pick<Rollbacks, 'perform' | 'settle'>;
  /** What the guardrails see at this moment, without asking the database. */
  guardrails: (capability: string) => GuardrailReport | undefined;
  /** What the gates judge by; also kept with each decision. */
  evidence: (capability: EffectiveState) => Promise<Evidence>;
  replica: string;
}

/**
 * What a person on call can do about a capability. Every decision goes to the database first, with its reason; only a
 * rollback waits for nothing.
 */
export class MigrationControl {
  private readonly options: MigrationControlOptions;

  constructor(options: MigrationControlOptions) {
    this.options = options;
  }

  /** @throws PromotionRefusedError saying what stands against it, unless forced. */
  async advance(
    name: string,
    by: Decider,
    { to, percent, force = false }: PromotionOptions & { to?: Stage | undefined; percent?: number | undefined } = {},
  ): Promise<EffectiveState> {
    const state = this.capability(name);
    const transition = possible(advanceFrom(state, { to, percent }));
    return this.promote('advance', state, transition, by, force);
  }

  /** Raising it is a promotion and goes through the gates; lowering it is not. */
  async percent(
    name: string,
    by: Decider,
    { percent, force = false }: PromotionOptions & { percent: number },
  ): Promise<EffectiveState> {
    const state = this.capability(name);
    const transition = possible(percentFrom(state, percent));
    if (percent > state.effective.percent) return this.promote('percent', state, transition, by, force);
    return this.decide('percent', state, { to: transition.to, pin: !samePosition(transition.to, state.declared) }, by);
  }

  /** In force here when it resolves, also with the database away. Asked for again, it is in force already. */
  async rollback(name: string, by: Decider, stage: Stage = 'legacy'): Promise<EffectiveState> {
    const state = this.capability(name);
    const { effective } = state;
    if (effective.stage === stage) return state;
    const { to } = possible(rollbackFrom(state, stage));
    await this.options.rollbacks.perform({
      capability: name,
      action: 'rollback',
      ...by,
      origin: 'operator',
      from: effective,
      // Pinned even where the file says the same: the next change of the file must not undo a rollback by itself.
      position: to,
      paused: state.paused,
      to,
      forced: false,
      // What it is judged by afterwards; parity is in the database, and can be looked up there for that moment.
      metrics: { guardrails: this.options.guardrails(name) },
      replica: this.options.replica,
      expectedVersion: Math.floor(state.version),
    });
    return this.capability(name);
  }

  async pause(name: string, by: Decider): Promise<EffectiveState> {
    const state = this.capability(name);
    return this.decide('pause', state, { to: possible(pauseFrom(state)).to, pin: true, paused: true }, by);
  }

  /**
   * Follows the file again. Where the file is ahead, as after a rollback, that is a promotion and goes through the gates.
   * @throws PromotionRefusedError saying what stands against it, unless forced.
   */
  async resume(name: string, by: Decider, { force = false }: PromotionOptions = {}): Promise<EffectiveState> {
    const state = this.capability(name);
    const transition = possible(resumeFrom(state));
    if (resumePromotes(state)) return this.promote('resume', state, transition, by, force);
    return this.decide('resume', state, { to: transition.to, pin: false }, by);
  }

  private async promote(
    action: AuditAction,
    state: EffectiveState,
    { to, jump }: Transition & { allowed: true },
    by: Decider,
    force: boolean,
  ): Promise<EffectiveState> {
    const evidence = await this.options.evidence(state);
    const gates = objections(state, to, evidence);
    if (!force && (jump || gates.length > 0)) throw new PromotionRefusedError(reasonsOf(gates, jump, to), gates);
    const pin = !samePosition(to, state.declared);
    return this.decide(action, state, { to, pin, forced: force, evidence }, by);
  }

  private async decide(
    action: AuditAction,
    state: EffectiveState,
    decision: { to: Position; pin: boolean; paused?: boolean; forced?: boolean; evidence?: Evidence },
    { actor, reason }: Decider,
  ): Promise<EffectiveState> {
    // What was taken back in the meantime comes first in the audit.
    await this.options.rollbacks.settle();
    const { to, pin, paused = false, forced = false } = decision;
    const metrics = { ...(decision.evidence ?? (await this.options.evidence(state))) };
    const override = await this.options.store.decide({
      capability: state.name,
      action,
      actor,
      origin: 'operator',
      from: state.effective,
      ...(pin && { position: to }),
      paused,
      to,
      reason,
      forced,
      metrics,
      replica: this.options.replica,
      // A decision that could not be written yet stands between two versions.
      expectedVersion: Math.floor(state.version),
    });
    if (override === undefined) {
      await this.options.sync.refresh();
      throw new DecidedMeanwhileError();
    }
    this.options.state.applyOverrides([override]);
    return this.capability(state.name);
  }

  private capability(name: string): EffectiveState {
    const { state } = this.options;
    const capability = state.capability(name);
    if (capability === undefined) throw new UnknownCapabilityError(name, state.table.capabilities);
    return capability;
  }
}

function possible(transition: Transition): Transition & { allowed: true } {
  if (!transition.allowed) throw new ImpossibleTransitionError(transition.reasons);
  return transition;
}

function reasonsOf(gates: readonly GateResult[], jump: boolean, to: Position): string[] {
  const skipped = jump ? [`${to.stage} is not the next stage`] : [];
  return [...skipped, ...gates.flatMap(({ gate, reasons }) => reasons.map((reason) => `${gate}: ${reason}`))];
}
