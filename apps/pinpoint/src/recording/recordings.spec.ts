import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Frames } from './frames.ts';
import { readRecording } from './recording.ts';
import { inTimeMs, replay } from './replay.ts';

const folder = join(import.meta.dirname, '../../recordings');
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .map((name) => ({ name, recording: readRecording(readFileSync(join(folder, name))) }));

describe('a recording of a real system, judged again,', () => {
  it.each(recordings)('$name has its cause named in time, and nobody else accused', ({ recording }) => {
    const { foundAfterMs, accusations, paged } = replay(recording);
    const { what, masked, expect: causes } = recording.head;
    expect(causes.length > 0).toBe(what === 'fault');
    for (const ms of foundAfterMs) expect(ms ?? Infinity).toBeLessThan(inTimeMs);
    expect(accusations).toEqual([]);
    if (masked) expect(paged).toBe(false);
  });
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
