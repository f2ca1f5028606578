import type { History, ProcessHistory } from '../signals/history.ts';

/** The longest that a process may take to answer for the first time, as a startup probe of Kubernetes allows for it. */
export const startGraceTicks = 60;
const startGraceMs = 1_000 * startGraceTicks;

/**
 * Has not answered yet and may be on its way to. One that should have been there before anybody looked is not: whoever
 * begins to watch a system that runs says at once what is missing.
 */
export function isStarting({ hasAnswered, firstTick }: ProcessHistory, history: History): boolean {
  if (hasAnswered || history.tick - firstTick >= startGraceTicks) return false;
  return firstTick > 0 || isSystemStarting(history);
}

/** Whether most of what is watched was started together with whoever watches it, and has not had the time to become well. */
export function isSystemStarting(history: History): boolean {
  const { tick, processes } = history;
  if (tick >= startGraceTicks) return false;
  const oldest = (history.atMs(0) - startGraceMs) / 1_000;
  const older = processes.filter(({ starts: [first] }) => first !== undefined && first.atSeconds < oldest);
  return older.length * 2 < processes.length;
}
