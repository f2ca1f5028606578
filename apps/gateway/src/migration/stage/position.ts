import { type Position, type Stage, stages } from '@wellspring/contract-gateway';

/** Negative when `a` is an earlier stage than `b`. */
export function compareStages(a: Stage, b: Stage): number {
  return stages.indexOf(a) - stages.indexOf(b);
}

/** Whether going there moves customers, or what is asked on their behalf, towards the new side. */
export function isAhead(to: Position, from: Position): boolean {
  if (to.stage === 'canary' && from.stage === 'canary') return to.percent > from.percent;
  return compareStages(to.stage, from.stage) > 0;
}

export function stageAfter(stage: Stage): Stage | undefined {
  return stages[stages.indexOf(stage) + 1];
}

export function samePosition(a: Position, b: Position): boolean {
  return a.stage === b.stage && (a.stage !== 'canary' || a.percent === b.percent);
}

/** `canary 10 %`, `new`. */
export function describePosition({ stage, percent }: Position): string {
  return stage === 'canary' ? `canary ${percent} %` : stage;
}
