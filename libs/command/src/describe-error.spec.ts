import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { describeError } from './describe-error.ts';

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It worked.');
}

describe('an error', () => {
  it('of the system is told in words', () => {
    expect(describeError(errorOf(() => readFileSync('/nowhere/at/all')))).toBe('There is no /nowhere/at/all.');
    expect(describeError(errorOf(() => readFileSync('/')))).toMatch(/folder/);
    expect(describeError(spawnSync('no-such-program').error)).toBe(
      'There is no command no-such-program on this machine.',
    );
  });

  it('is told with its causes, each once', async () => {
    const refused = await fetch('http://127.0.0.1:1').catch((error: unknown) => error);
    expect(describeError(new Error('Cannot ask', { cause: refused }))).toMatch(/^Cannot ask: fetch failed: /);
    const twice = new Error('It broke', { cause: new Error('It broke') });
    expect(describeError(twice)).toBe('It broke');
    expect(describeError(new AggregateError([new Error('one'), new Error('two')], 'Both failed'))).toBe(
      'Both failed: one: two',
    );
  });

  it('that is none is shown as it is', () => {
    expect(describeError('words')).toBe('words');
  });
});
