import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Frames } from './frames.ts';
import { readRecording } from './recording.ts';
import { replay } from './replay.ts';

const folder = join(import.meta.dirname, '../../recordings');
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .map((name) => ({ name, recording: readRecording(readFileSync(join(folder, name))) }));
const slowestMs = 15_000;

describe('a recording of a real fault', () => {
  it.each(recordings.filter(({ recording }) => recording.head.what === 'fault'))(
    '$name has its cause named within fifteen seconds',
    ({ recording }) => {
      const { foundAfterMs } = replay(recording);
      expect(foundAfterMs).not.toEqual([]);
      for (const ms of foundAfterMs) expect(ms ?? Infinity).toBeLessThan(slowestMs);
    },
  );
});

describe('a recording of anything', () => {
  it.each(recordings)('$name accuses nobody else', ({ recording }) => {
    expect(replay(recording).accusations).toEqual([]);
  });

  it.each(recordings.filter(({ recording }) => recording.head.masked))(
    '$name calls nobody for what customers do not notice',
    ({ recording }) => {
      expect(replay(recording).paged).toBe(false);
    },
  );
});

describe('a recording', () => {
  it('has every second as it was seen', () => {
    const sample = { service: 'billing', instance: 'a', state: 'answers', tookMs: 4 } as const;
    const seconds = [
      {
        atMs: 1,
        processes: [
          {
            ...sample,
            values: new Map([
              ['a', 1],
              ['b', 2],
            ]),
          },
        ],
        visits: [],
        changes: [],
      },
      { atMs: 2, processes: [{ ...sample, values: new Map([['a', 3]]) }], visits: [], changes: [] },
    ];
    const [written, read] = [new Frames(), new Frames()];
    const lines = seconds.map((second) => JSON.stringify(written.write(second)));
    expect(lines.map((line) => read.read(JSON.parse(line)))).toEqual(seconds);
  });
});
