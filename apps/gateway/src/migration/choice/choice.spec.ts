import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Visitor } from '../visitor.ts';
import { bucketOf, type CanaryRule, choose } from './choice.ts';
import { cohortPattern, Cohorts } from './cohort.ts';

function rule(percent: number, cohorts: { salt?: string; include?: string[]; exclude?: string[] } = {}): CanaryRule {
  const { salt = 'invoices', include = [], exclude = [] } = cohorts;
  return { salt, percent, include: new Cohorts(include), exclude: new Cohorts(exclude) };
}

const visitor = fc.oneof(
  fc.record({ customerId: fc.string({ minLength: 1 }), segment: fc.constantFrom('residential', 'employees') }),
  fc.record({ anonymousId: fc.uuid() }),
);
const percent = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100);

describe('choice', () => {
  it.each(['selfcare:4711', '+37255512301', 'jüri@example.com', 'C-1'])('can name the customer %s', (customerId) => {
    const cohort = `customer:${customerId}`;
    expect(cohort).toMatch(cohortPattern);
    expect(choose(rule(0, { include: [cohort] }), { customerId }).side).toBe('new');
  });

  it('gives the same visitor the same answer, whoever asks', () => {
    fc.assert(
      fc.property(visitor, percent, fc.string(), (someone: Visitor, share, salt) => {
        const one = choose(rule(share, { salt }), { ...someone });
        const other = choose(rule(share, { salt }), structuredClone(someone));
        expect(other).toEqual(one);
      }),
    );
  });

  it('moves nobody back when the percentage is raised', () => {
    fc.assert(
      fc.property(visitor, percent, percent, (someone: Visitor, a, b) => {
        const [lower, higher] = a < b ? [a, b] : [b, a];
        if (choose(rule(lower), someone).side === 'new') expect(choose(rule(higher), someone).side).toBe('new');
      }),
    );
  });

  it('moves exactly those whose bucket is below the percentage', () => {
    const bucket = bucketOf('invoices', 'C-1001');
    expect(choose(rule(bucket / 100), { customerId: 'C-1001' }).side).toBe('legacy');
    expect(choose(rule((bucket + 1) / 100), { customerId: 'C-1001' }).side).toBe('new');
  });

  it('moves nobody at 0 and everybody at 100', () => {
    fc.assert(
      fc.property(visitor, (someone: Visitor) => {
        expect(choose(rule(0), someone).side).toBe('legacy');
        expect(choose(rule(100), someone).side).toBe('new');
      }),
    );
  });

  it.each([
    ['numbered customers', (n: number) => ({ customerId: `C-${n}` })],
    [
      'customers of the imported export',
      (n: number) => ({ customerId: `${n % 10_000}-${n.toString(36).toUpperCase()}` }),
    ],
    ['anonymous visitors', (n: number) => ({ anonymousId: `${n}`.padStart(22, 'x') })],
  ])('spreads 100,000 %s within half a point', (_who, someone) => {
    for (const share of [0.5, 5, 10, 50, 90]) {
      const canary = rule(share);
      let chosen = 0;
      for (let n = 0; n < 100_000; n++) if (choose(canary, someone(n)).side === 'new') chosen++;
      expect(Math.abs(chosen / 1000 - share)).toBeLessThan(0.5);
    }
  });

  it('fills all ten thousand buckets alike', () => {
    const counts = new Array<number>(10_000).fill(0);
    for (let n = 0; n < 1_000_000; n++) {
      const bucket = bucketOf('invoices', `C-${n}`);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    const chiSquared = counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0);
    // 9,999 degrees of freedom: mean 9,999, standard deviation 141. Five deviations either way.
    expect(chiSquared).toBeGreaterThan(9_300);
    expect(chiSquared).toBeLessThan(10_700);
  });

  it('chooses independently for two capabilities', () => {
    let both = 0;
    for (let n = 0; n < 100_000; n++) {
      const someone = { customerId: `C-${n}` };
      const first = choose(rule(50, { salt: 'invoices' }), someone).side === 'new';
      if (first && choose(rule(50, { salt: 'usage' }), someone).side === 'new') both++;
    }
    expect(Math.abs(both / 1000 - 25)).toBeLessThan(0.5);
  });

  it('includes a customer, a segment and anonymous visitors whatever the percentage', () => {
    const canary = rule(0, { include: ['customer:C-1', 'segment:employees', 'anonymous'] });
    expect(choose(canary, { customerId: 'C-1' })).toEqual({ side: 'new', reason: 'cohort' });
    expect(choose(canary, { customerId: 'C-2', segment: 'employees' })).toEqual({ side: 'new', reason: 'cohort' });
    expect(choose(canary, { anonymousId: 'a' })).toEqual({ side: 'new', reason: 'cohort' });
    expect(choose(canary, { customerId: 'C-3', segment: 'residential' }).side).toBe('legacy');
  });

  it('lets exclusion win over inclusion and percentage', () => {
    const canary = rule(100, { include: ['segment:employees'], exclude: ['customer:C-1', 'anonymous'] });
    expect(choose(canary, { customerId: 'C-1', segment: 'employees' })).toEqual({ side: 'legacy', reason: 'excluded' });
    expect(choose(canary, { anonymousId: 'a' })).toEqual({ side: 'legacy', reason: 'excluded' });
  });

  it('does not take a signed-in customer for anonymous', () => {
    const canary = rule(0, { include: ['anonymous'] });
    expect(choose(canary, { customerId: 'C-1', anonymousId: 'a' }).side).toBe('legacy');
  });

  it('leaves somebody without any id on the old side', () => {
    expect(choose(rule(100), {})).toEqual({ side: 'legacy', reason: 'unidentified' });
  });
});
