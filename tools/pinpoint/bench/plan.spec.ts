import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { catalogue } from '../faults/catalogue.ts';
import { cases } from './cases.ts';
import { planFor, planInWords } from './plan.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sheet-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function played(...names: string[]): void {
  for (const [index, name] of names.entries()) writeFileSync(join(folder, `${name}-mx${index}.jsonl.gz`), '');
}

describe('what of a score sheet is to be played', () => {
  it('is every case so many times, round by round', () => {
    const { missing } = planFor([], 2, folder);
    const all = Object.keys(cases);
    expect(missing).toEqual([...all, ...all]);
  });

  it('is what was chosen, by case or by class', () => {
    expect(planFor(['quiet', 'innocent release'], 1, folder).missing).toEqual([
      'quiet',
      'innocent-release-of-usage',
      'innocent-release',
    ]);
    expect(() => planFor(['nothing'], 1, folder)).toThrow('neither a case nor a class "nothing"');
  });

  it('is only what is missing when it goes on', () => {
    played('quiet', 'quiet', 'disk-full');
    const plan = planFor(['quiet', 'disk-full'], 3, folder);
    expect(plan).toEqual({ missing: ['disk-full', 'quiet', 'disk-full'], played: 3 });
    expect(planInWords(plan)).toMatch(/^3 runs to play, 3 are there: about \d+ minutes/);
    expect(planInWords(planFor(['quiet'], 2, folder))).toBe('All 2 runs are there.');
  });

  it('names only faults that can be played', () => {
    const unknown = Object.values(cases).flatMap(({ faults }) =>
      faults.filter((name) => catalogue[name] === undefined),
    );
    expect(unknown).toEqual([]);
  });
});
