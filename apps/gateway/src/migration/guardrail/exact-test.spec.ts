import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomial, fisher } from './exact-test.ts';

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let result = 1n;
  for (let each = 1; each <= k; each++) result = (result * BigInt(n - k + each)) / BigInt(each);
  return result;
}

/** By counting, in whole numbers. */
function counted(hits: number, of: number, theirHits: number, theirOf: number): number {
  let ways = 0n;
  const all = hits + theirHits;
  for (let count = hits; count <= Math.min(all, of); count++) ways += choose(of, count) * choose(theirOf, all - count);
  return Number((ways * 10n ** 40n) / choose(of + theirOf, all)) / 1e40;
}

describe('the exact tests', () => {
  it('know the lady who tasted tea', () => {
    expect(fisher({ hits: 3, of: 4 }, { hits: 1, of: 4 })).toBeCloseTo(17 / 70, 12);
    expect(fisher({ hits: 4, of: 4 }, { hits: 0, of: 4 })).toBeCloseTo(1 / 70, 12);
  });

  it("agree with counting, however rare the hits (Fisher's)", () => {
    const side = fc
      .integer({ min: 1, max: 400 })
      .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
    fc.assert(
      fc.property(side, side, ([hits, of], [theirHits, theirOf]) => {
        const exact = counted(hits, of, theirHits, theirOf);
        const found = fisher({ hits, of }, { hits: theirHits, of: theirOf });
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 1e-8 + 1e-35);
      }),
    );
  });

  it('agree with adding up (the binomial one)', () => {
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(300), share, (of, asked, probability) => {
        const hits = Math.min(asked, of);
        let exact = 0;
        for (let count = of; count >= hits; count--) {
          exact += Math.exp(
            Math.log(Number(choose(of, count))) +
              count * Math.log(probability) +
              (of - count) * Math.log1p(-probability),
          );
        }
        const found = binomial({ hits, of }, probability);
        expect(Math.abs(found - Math.min(exact, 1))).toBeLessThanOrEqual(exact * 1e-8 + 1e-35);
      }),
    );
    expect(binomial({ hits: 0, of: 10 }, 0)).toBe(1);
    expect(binomial({ hits: 1, of: 10 }, 0)).toBe(0);
  });

  it('are quick with as many requests as a window ever holds', () => {
    expect(fisher({ hits: 40, of: 1_000_000 }, { hits: 0, of: 1_000_000 })).toBeCloseTo(2 ** -40, 15);
    expect(fisher({ hits: 500_000, of: 1_000_000 }, { hits: 500_000, of: 1_000_000 })).toBeGreaterThan(0.5);
  });
});
