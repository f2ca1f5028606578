import { describe, expect, it } from '@jest/globals';
import { fingerprint } from './fingerprint.ts';

const of = (body: unknown): string => fingerprint({ method: 'POST', path: '/payment', body });

describe('fingerprint', () => {
  it('does not depend on the order of members, at any depth', () => {
    expect(of({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(of({ b: [{ d: 3, c: 2 }], a: 1 }));
  });

  it('depends on everything else', () => {
    const bodies = [undefined, '', 0, [1, 2], [2, 1], { a: 1 }, { a: '1' }, { a: { a: 1 } }, [{ a: 1 }]];
    expect(new Set(bodies.map(of)).size).toBe(bodies.length);
  });

  it('takes a missing body and null for the same', () => {
    expect(of(undefined)).toBe(of(null));
  });
});
