import { describe, expect, it } from '@jest/globals';
import { theRule } from '../../src/binding/rule.ts';
import { play, stepsEach, worlds } from './play.ts';

/**
 * `MODEL_STEPS=100000 npx nx test gateway --testPathPatterns=binding/model` plays more of it. A seed that failed is played
 * again with `MODEL_SEED=<seed>`.
 */
const steps = Number(process.env['MODEL_STEPS'] ?? 12_000);
const firstSeed = Number(process.env['MODEL_SEED'] ?? 1);
const seeds = Math.max(1, Math.ceil(steps / stepsEach / worlds.length));
/** Last answers are used again too seldom for fewer to show it in every world. */
const enoughSeeds = 8;
/** Of one world, on a machine that does much else. */
const longestMs = 20_000 * seeds;

describe('the rule', () => {
  it.each(worlds)(
    'holds with an old side that $kind, and the bridge $mode',
    async (world) => {
      let shown = 0;
      let reused = 0;
      for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
        const tally = await play({ ...world, seed, rule: theRule });
        expect(tally.broken).toBeUndefined();
        shown += tally.shown;
        reused += tally.reused;
      }
      expect(shown).toBeGreaterThan(0);
      if (seeds >= enoughSeeds) expect(reused).toBeGreaterThan(0);
    },
    longestMs,
  );
});
