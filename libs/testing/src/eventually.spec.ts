import { describe, expect, it, jest } from '@jest/globals';
import { eventually } from './eventually.ts';

describe('eventually', () => {
  it('tries until it works and gives the result', async () => {
    const attempt = jest.fn<() => string>().mockReturnValue('done');
    attempt.mockImplementationOnce(() => {
      throw new Error('not yet');
    });
    expect(await eventually(attempt, { intervalMs: 1 })).toBe('done');
    expect(attempt).toHaveBeenCalledTimes(2);
  });

  it('fails with what was wrong last', async () => {
    let tries = 0;
    const never = (): never => {
      tries += 1;
      throw new Error(`try ${tries}`);
    };
    await expect(eventually(never, { timeoutMs: 20, intervalMs: 5 })).rejects.toThrow(/try [2-9]/);
  });
});
