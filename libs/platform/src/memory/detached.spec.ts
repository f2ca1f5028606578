import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { detached } from './detached.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('detached', () => {
  it('gives the same text', () => {
    expect(detached('a=1; b=Grüße €')).toBe('a=1; b=Grüße €');
  });

  it('does not keep alive what the text was cut out of', () => {
    const before = heapBytes();
    const kept = Array.from({ length: 50 }, (_, i) => detached(String(i).padEnd(1_000_000, '.').slice(0, 40)));
    expect(heapBytes() - before).toBeLessThan(10_000_000);
    expect(kept).toHaveLength(50);
  });
});
