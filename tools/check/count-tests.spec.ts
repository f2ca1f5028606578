import { describe, expect, it } from '@jest/globals';
import { countTests } from './count-tests.ts';

describe('counting tests in the output of many runs', () => {
  it('adds up what each project ended with, coloured or not', () => {
    const output = [
      'Tests:       2 failed, 1 skipped, 10 passed, 13 total',
      'a line about Tests:  5 passed, 5 total',
      '\u001b[1mTests:       \u001b[22m\u001b[32m7 passed\u001b[39m, 7 total',
    ].join('\n');
    expect(countTests(output)).toEqual({ passed: 17, failed: 2 });
  });

  it('finds none where none ran', () => {
    expect(countTests('No tests found')).toEqual({ passed: 0, failed: 0 });
  });
});
