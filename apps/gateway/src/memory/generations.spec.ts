import { describe, expect, it } from '@jest/globals';
import { Generations } from './generations.ts';

describe('Generations', () => {
  it('remembers what is asked for again, and forgets what is not', () => {
    const memory = new Generations<number>(6_000);
    memory.set('kept', 1, 0);
    memory.set('left', 2, 0);
    for (let i = 0; i < 100; i += 1) {
      memory.set(`other ${i}`, i, 0);
      expect(memory.get('kept')).toBe(1);
    }
    expect(memory.get('left')).toBeUndefined();
    expect(memory.get('other 99')).toBe(99);
  });

  it('is bounded by what is in it, not by how many there are', () => {
    const memory = new Generations<number>(100_000);
    const long = (i: number): string => `${i} ${'x'.repeat(10_000)}`;
    for (let i = 0; i < 100; i += 1) memory.set(long(i), i, 0);
    const kept = Array.from({ length: 100 }, (_, i) => memory.get(long(i))).filter((each) => each !== undefined);
    expect(kept.length).toBeLessThanOrEqual(20);
  });
});
