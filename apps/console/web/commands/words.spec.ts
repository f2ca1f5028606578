import { describe, expect, it } from '@jest/globals';
import { changes } from '../changes/changes.tsx';
import { limits } from '../limits/limits.tsx';
import { payments } from '../payments/payments.tsx';
import { adviceOn, decisionLine, type Words } from './words.ts';

describe('commands in words', () => {
  it('say who decided what, when and why', () => {
    const at = new Date(2026, 10, 22, 3, 12, 7);
    const decision = { id: 1, operator: 'operator:olga', action: 'give-back', reason: 'paid at the counter' };
    expect(decisionLine(payments, { ...decision, at: at.toISOString(), details: {}, ledTo: 'refunded' }, at)).toBe(
      'olga decided “give back” at 03:12:07: paid at the counter',
    );
  });

  it.each<{ noun: string } & Words>([payments, changes, limits])(
    'have advice on what needs a person, and none on what does not: $noun',
    (kind) => {
      expect(adviceOn(kind, { state: 'needsAttention', reason: 'takesTooLong' })?.usually).toMatch(/retry/);
      expect(adviceOn(kind, { state: 'pending', reason: 'takesTooLong' })).toBeUndefined();
      expect(adviceOn(kind, { state: 'needsAttention', reason: null })).toBeUndefined();
    },
  );
});
