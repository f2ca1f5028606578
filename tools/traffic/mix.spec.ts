import { describe, expect, it } from '@jest/globals';
import { parseMix, pick } from './mix.ts';

describe('what customers come for', () => {
  it('is as frequent as its weight', () => {
    const mix = parseMix('start=1, invoices=3');
    expect([0, 0.2, 0.25, 0.99].map((chance) => pick(mix, chance))).toEqual(['start', 'start', 'invoices', 'invoices']);
  });

  it.each([
    ['shop=1', 'there is no "shop"; there are start, invoices, bill'],
    ['start', 'start needs a weight, as in start=3'],
    ['start=-1', 'start needs a weight'],
    ['start=0', 'something has to have a weight above 0'],
  ])('%s is refused', (text, reason) => {
    expect(() => parseMix(text)).toThrow(reason);
  });
});
