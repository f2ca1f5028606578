import { describe, expect, it } from '@jest/globals';
import { adviceOn, decisionLine } from './words.ts';

describe('payments in words', () => {
  it('say who decided what, when and why', () => {
    const at = new Date(2026, 10, 22, 3, 12, 7);
    const decision = { id: 1, operator: 'operator:olga', action: 'give-back', reason: 'paid at the counter' } as const;
    expect(decisionLine({ ...decision, at: at.toISOString(), details: {}, ledTo: 'refunded' }, at)).toBe(
      'olga decided “give back” at 03:12:07: paid at the counter',
    );
  });

  it('have advice on what needs a person, and none on what does not', () => {
    expect(adviceOn('takesTooLong')?.usually).toMatch(/retry/);
    expect(adviceOn('cardDeclined')).toBeUndefined();
    expect(adviceOn(null)).toBeUndefined();
  });
});
