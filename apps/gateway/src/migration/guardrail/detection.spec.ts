import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { guardrailsSchema } from '../file/guardrails.schema.ts';
import { falseAlarmEveryDays, significanceOf } from './false-alarms.ts';
import { judge, type JudgedTraffic } from './judge.ts';
import { measure } from './measured-traffic.ts';
import { TrafficSample } from './traffic-sample.ts';

const rules = guardrailsSchema.parse({});
const lookEveryMs = 500;
const significance = significanceOf(lookEveryMs);

function traffic(requests: number, errors: number): TrafficSample {
  const sample = new TrafficSample();
  sample.requests = requests;
  sample.errors = errors;
  return sample;
}

/** As many requests on either side. */
function both(requests: number, errors: number, oldErrors: number): JudgedTraffic {
  const [fresh, old, none] = [traffic(requests, errors), traffic(requests, oldErrors), traffic(0, 0)].map(measure);
  if (fresh === undefined || old === undefined || none === undefined) throw new Error('three were measured');
  const customers = { window: fresh, recent: none };
  const nobody = { window: none, recent: none };
  return { new: { chance: customers, hand: nobody, all: customers }, legacy: { chance: old, all: old } };
}

/** The lowest number of errors at which the new side is taken back. */
function fewestFound(requests: number, oldErrors: number): number | undefined {
  let [found, healthy] = [requests + 1, oldErrors];
  while (found - healthy > 1) {
    const middle = Math.floor((found + healthy) / 2);
    if (judge(rules, both(requests, middle, oldErrors), significance).state === 'breach') found = middle;
    else healthy = middle;
  }
  return found > requests ? undefined : found;
}

function row(requests: number): string {
  const cells = [0, 0.001, 0.01, 0.05].map((share) => {
    const found = fewestFound(requests, Math.round(share * requests));
    return found === undefined ? '–' : `${((100 * found) / requests).toFixed(2)} % (${found})`;
  });
  return `| ${[requests.toLocaleString('en'), ...cells].join(' | ')} |`;
}

/** Table lines with the blanks that align them taken out. */
function rowsOf(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replace(/ +/g, ' '));
}

/** Mulberry32: the same numbers in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('what the guardrails find', () => {
  it('is what the documentation says', () => {
    const documentation = readFileSync(join(import.meta.dirname, '../../../../../docs/guardrails.md'), 'utf8');
    // Out of date? These are the lines.
    expect(rowsOf(documentation)).toEqual(expect.arrayContaining([100, 300, 1_000, 3_000, 10_000, 100_000].map(row)));
    expect(documentation).toContain(`one false alarm in ${falseAlarmEveryDays} days`);
  });

  it('is nothing when both sides are alike, look after look', () => {
    const roll = dice(20_261_128);
    const errorsOf = (requests: number, share: number): number => {
      let errors = 0;
      for (let n = 0; n < requests; n++) if (roll() < share) errors += 1;
      return errors;
    };
    let lowest = 1;
    for (let look = 0; look < 5_000; look++) {
      const share = [0.0005, 0.005, 0.02, 0.1][look % 4] ?? 0;
      const { state, tests } = judge(rules, both(400, errorsOf(400, share), errorsOf(400, share)), significance);
      expect(state).toBe('healthy');
      lowest = Math.min(lowest, ...tests.map(({ probability }) => probability));
    }
    // The test is no blunt one either: in 5,000 looks it comes to see something that 1 in 100 would show.
    expect(lowest).toBeLessThan(0.01);
    expect(lowest).toBeGreaterThan(1e-6);
  });
});
