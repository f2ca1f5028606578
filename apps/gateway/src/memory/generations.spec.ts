import { describe, expect, it } from '@jest/globals';
import { Generations } from './generations.ts';

describe('Generations', () => {
  it('remembers what is asked for again, and forgets what is not', () => {
    const memory = new Generations<number>(10);
    memory.set('kept', 1);
    memory.set('left', 2);
    for (let i = 0; i < 100; i += 1) {
      memory.set(`other ${i}`, i);
      expect(memory.get('kept')).toBe(1);
    }
    expect(memory.get('left')).toBeUndefined();
    expect(memory.get('other 99')).toBe(99);
  });
});
