import { describe, expect, it } from '@jest/globals';
import { within } from './within.ts';

describe('what is given an end', () => {
  it('comes to what the work comes to', async () => {
    await expect(within(60_000, 'work', Promise.resolve('done'))).resolves.toBe('done');
    await expect(within(60_000, 'work', Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('says what has come to none', async () => {
    const never = Promise.withResolvers<string>().promise;
    await expect(within(10, 'ending the fault', never)).rejects.toThrow(
      'ending the fault has come to no end in 0.01 s',
    );
  });
});
