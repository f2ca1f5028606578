import type { History, ProcessHistory } from '../signals/history.ts';

const busyFloorMs = 150;
const busyFactor = 6;

/** Half of the processes answer late or not at all: it is none of them, it is what they run on. */
export function isMachineBusy(history: History, tick: number): boolean {
  const late = history.processes.filter((process) => isLate(process, tick));
  return late.length * 2 >= Math.max(3, history.processes.length);
}

function isLate(process: ProcessHistory, tick: number): boolean {
  const { tookMs } = process;
  if (process.state(tick) === 'silent') return true;
  const now = median(tookMs.within({ from: tick - 3, to: tick }));
  const usual = median(tookMs.within({ from: tick - 300, to: tick - 15 })) ?? 0;
  return now !== undefined && now > Math.max(busyFloorMs, busyFactor * usual);
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
