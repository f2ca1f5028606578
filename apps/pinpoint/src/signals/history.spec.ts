import { describe, expect, it } from '@jest/globals';
import { History } from './history.ts';
import { seriesKey } from './series.ts';
import type { ProcessSample, Snapshot } from './snapshot.ts';

const calls = seriesKey('log_lines_dropped_total');
const start = seriesKey('process_start_time_seconds');

function snapshot(atMs: number, values: Record<string, number> | undefined): Snapshot {
  const sample: ProcessSample = {
    service: 'billing',
    instance: 'a',
    state: values === undefined ? 'refused' : 'answers',
    tookMs: 3,
    values: new Map(Object.entries(values ?? {})),
  };
  return { atMs, processes: [sample], visits: [], changes: [] };
}

function historyOf(...seconds: (Record<string, number> | undefined)[]): History {
  const history = new History();
  for (const [index, values] of seconds.entries()) history.take(snapshot(index * 1_000, values));
  return history;
}

describe('the history of a process', () => {
  it('knows of a counter what it went up by, and nothing of what was counted before', () => {
    const [process] = historyOf({ [calls]: 100 }, { [calls]: 104 }, { [calls]: 104 }).processes;
    expect(process?.one('log_lines_dropped_total')?.within({ from: 0, to: 2 })).toEqual([0, 4, 0]);
  });

  it('counts all of a series that appears later', () => {
    const [process] = historyOf({ [start]: 1 }, { [start]: 1, [calls]: 3 }).processes;
    expect(process?.one('log_lines_dropped_total')?.at(1)).toBe(3);
  });

  it('begins anew with a restart, which it notes', () => {
    const [process] = historyOf({ [calls]: 100, [start]: 1 }, undefined, { [calls]: 2, [start]: 9 }).processes;
    expect(process?.one('log_lines_dropped_total')?.at(2)).toBe(2);
    expect(process?.starts).toEqual([
      { tick: 0, atSeconds: 1, why: 'first' },
      { tick: 2, atSeconds: 9, why: 'unasked' },
    ]);
    expect([0, 1, 2].map((tick) => process?.state(tick))).toEqual(['answers', 'refused', 'answers']);
  });

  it('forgets what is more than ten minutes old', () => {
    const [process] = historyOf(...Array.from({ length: 700 }, (_, index) => ({ [calls]: index }))).processes;
    expect(process?.one('log_lines_dropped_total')?.within({ from: 0, to: 699 })).toHaveLength(600);
  });
});
