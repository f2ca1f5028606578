import type { ProcessHistory } from '../signals/history.ts';

/** The longest that a release keeps a process away. */
const releaseTicks = 45;
/** What was called while it was away ends so long after it is back. */
const settlesTicks = 5;

/** Whoever said that it was asked to stop may be started again; only when that takes too long is it missed. */
export function leftOnRequest(process: ProcessHistory, tick: number): boolean {
  return saidOfStopping(process, tick).at(-1) === 1;
}

/** Gone on request, or back from that a moment ago: that nobody reached it meanwhile was meant. */
export function isBeingReleased(process: ProcessHistory, tick: number): boolean {
  if (leftOnRequest(process, tick)) return true;
  const startedTick = process.starts.at(-1)?.tick ?? -Infinity;
  return saidOfStopping(process, tick).includes(1) && tick - startedTick <= settlesTicks;
}

function saidOfStopping(process: ProcessHistory, tick: number): number[] {
  return process.one('service_stopping')?.within({ from: tick - releaseTicks, to: tick }) ?? [];
}
