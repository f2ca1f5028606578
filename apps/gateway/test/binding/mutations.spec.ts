import { describe, expect, it } from '@jest/globals';
import { brokenBy, mutations } from './mutations.ts';

/** All of them, and as long as it takes: `MODEL_MUTATIONS=all npx nx test gateway --testPathPatterns=binding/mutations`. */
const isByHand = process.env['MODEL_MUTATIONS'] === 'all';
const longestMs = isByHand ? 3_600_000 : 120_000;

describe('the rule without any one line of it', () => {
  it.each(mutations.filter(({ isSoonFound }) => isByHand || isSoonFound))(
    'is broken: $line',
    async (mutation) => {
      expect(await brokenBy(mutation)).toContain('seed');
    },
    longestMs,
  );
});
