import { describe, expect, it } from '@jest/globals';
import { countTests, failedTests } from './test-output.ts';

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

describe('finding what failed in the output of many runs', () => {
  const failure = [
    '  \u001b[1m● \u001b[22mbills › a bill is paid',
    '',
    '    expect(received).toBe(expected)',
    '',
    '      at pay.spec.ts:12:3',
    '',
  ];

  it('names the task, the test and the error, each once', () => {
    const output = [
      '> nx run money:test',
      'PASS src/money.spec.ts',
      '> nx run billing:integration  [local cache]',
      'FAIL test/pay.e2e-spec.ts',
      '  bills',
      '    ✕ a bill is paid (3 ms)',
      ...failure,
      ' PASS  test/bills.e2e-spec.ts',
      'Summary of all failing tests',
      'FAIL test/pay.e2e-spec.ts',
      ...failure,
      'Tests:       1 failed, 1 total',
    ].join('\n');
    expect(failedTests(output)).toEqual([
      {
        task: 'billing:integration',
        name: 'bills › a bill is paid',
        error: 'expect(received).toBe(expected)\n\n      at pay.spec.ts:12:3',
      },
    ]);
  });

  it('takes two tests of one name in two tasks for two', () => {
    const output = ['> nx run a:test', ...failure, '> nx run b:test', ...failure].join('\n');
    expect(failedTests(output).map((test) => test.task)).toEqual(['a:test', 'b:test']);
  });

  it('finds none where all passed', () => {
    const printed = '  ● Console\n\n    console.log\n      hello\n';
    expect(failedTests(`> nx run money:test\nPASS src/money.spec.ts\n${printed}  ✓ adds up\n`)).toEqual([]);
  });
});
