import type { Position, Stage } from '@wellspring/contract-gateway';
import type { EffectiveState } from './effective-state.ts';
import { compareStages, describePosition, isAhead, samePosition, stageAfter } from './position.ts';

/** Where a decision leads: there, or nowhere for these reasons. */
export type Transition = { allowed: true; to: Position; jump: boolean } | { allowed: false; reasons: string[] };

export interface AdvanceRequest {
  /** A later stage than the next one: a jump. */
  to?: Stage | undefined;
  /** Share of customers when the canary begins; absent: the one last in force. */
  percent?: number | undefined;
}

/** The next stage, or a later one that is asked for. */
export function advanceFrom(state: EffectiveState, { to, percent }: AdvanceRequest = {}): Transition {
  const { effective, declaration } = state;
  if (state.paused) return refused(pausedBy(state));
  const next = nextStage(state);
  if (next === undefined) return refused('it is retired: there is no stage after that');
  const stage = to ?? next;
  if (compareStages(stage, effective.stage) <= 0) return refused(`${stage} is not after ${effective.stage}`);
  if (!declaration.routes.some((route) => route.new !== undefined)) return refused('no route has a new side');
  const target = { stage, percent: percent ?? effective.percent };
  return { allowed: true, to: target, jump: isJump(state, stage) };
}

/** An earlier stage: the old side unless another is asked for. A paused capability can be taken back. */
export function rollbackFrom({ effective }: EffectiveState, to: Stage = 'legacy'): Transition {
  if (effective.stage === 'retired') return refused('it is retired: the old side is out of reach. Change the file');
  if (compareStages(to, effective.stage) >= 0) return refused(`${to} is not before ${effective.stage}`);
  return { allowed: true, to: { stage: to, percent: effective.percent }, jump: false };
}

export function percentFrom(state: EffectiveState, percent: number): Transition {
  const { effective } = state;
  if (state.paused) return refused(pausedBy(state));
  if (effective.stage !== 'canary') return refused(`it is in stage ${effective.stage}: only a canary has a percentage`);
  const to: Position = { stage: 'canary', percent };
  if (samePosition(effective, to)) return refused(`it is at ${describePosition(effective)} already`);
  return { allowed: true, to, jump: false };
}

/** Holds a capability where it is: neither a promotion nor the file moves it. */
export function pauseFrom(state: EffectiveState): Transition {
  return state.paused ? refused(pausedBy(state)) : { allowed: true, to: state.effective, jump: false };
}

/** To what the file says, behind or ahead of where it stands. */
export function resumeFrom(state: EffectiveState): Transition {
  const { override, declared } = state;
  if (override === undefined) return refused('nothing was decided over the file');
  return { allowed: true, to: declared, jump: resumePromotes(state) && isJump(state, declared.stage) };
}

/** The file is ahead, as after a rollback: following it again is a promotion like any other. */
export function resumePromotes({ override, declared, effective }: EffectiveState): boolean {
  return override !== undefined && isAhead(declared, effective);
}

/** Where `advance` leads unless told otherwise. Without anything to compare there is nothing to do in the shadow. */
export function nextStage({ effective, declaration }: EffectiveState): Stage | undefined {
  const next = stageAfter(effective.stage);
  return next === 'shadow' && declaration.parity.length === 0 ? 'canary' : next;
}

function isJump(state: EffectiveState, to: Stage): boolean {
  const next = nextStage(state);
  return next !== undefined && compareStages(to, next) > 0;
}

function pausedBy({ override }: EffectiveState): string {
  return `it was paused by ${override?.actor ?? 'somebody'}: ${override?.reason ?? ''}. Resume it first`;
}

function refused(reason: string): Transition {
  return { allowed: false, reasons: [reason] };
}
