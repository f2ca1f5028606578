import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Overload } from './overload.ts';

const toleratedMs = 250;
const late = toleratedMs + 1;
const many = 100;

let overload: Overload;
beforeEach(() => {
  overload = new Overload(toleratedMs);
  // Its ticks are told by the tests alone.
  overload.stop();
});
afterEach(() => {
  overload.stop();
});

function ticks(...lateMs: number[]): void {
  for (const each of lateMs) overload.tick(each);
}

/** @returns how many of a hundred requests are refused */
function refused(inFlight = many): number {
  return Array.from({ length: 100 }, () => overload.refuses(inFlight)).filter(Boolean).length;
}

describe('a process that runs late', () => {
  it('refuses nobody because of a pause, however long', () => {
    ticks(0, 5_000, 0, late, late, 0);
    expect(refused()).toBe(0);
  });

  it('refuses more and more for as long as it lasts, but never all', () => {
    ticks(late, late, late);
    expect(refused()).toBe(10);
    ticks(late, late);
    expect(refused()).toBe(30);
    ticks(...Array.from({ length: 50 }, () => late));
    expect(refused()).toBe(95);
  });

  it('refuses fewer and fewer once it is on time again, until nobody is refused', () => {
    ticks(...Array.from({ length: 7 }, () => late));
    expect(refused()).toBe(50);
    ticks(...Array.from({ length: 10 }, () => 0));
    expect(refused()).toBe(30);
    ticks(...Array.from({ length: 20 }, () => 0));
    expect(refused()).toBe(0);
    expect(overload.refusedShare).toBe(0);
  });

  it('keeps its measure while it is late now and then', () => {
    ticks(late, late, late, 0, late, late, 0, late);
    expect(overload.refusedShare).toBe(0.06);
  });

  it('refuses nobody while few are there, since they are not what keeps it from its work', () => {
    ticks(...Array.from({ length: 50 }, () => late));
    expect(refused(20)).toBe(0);
    expect(refused(21)).toBeGreaterThan(90);
  });
});
