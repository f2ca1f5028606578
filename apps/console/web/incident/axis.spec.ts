import { describe, expect, it } from '@jest/globals';
import { stretchOn } from './axis.ts';

const axis = { fromMs: 1_000, toMs: 2_000, width: 100 };

describe('what of a fault is to be seen', () => {
  it.each([
    ['it goes on', { sinceMs: 1_500 }, { from: 50, to: 100, begins: true }],
    ['it is over', { sinceMs: 1_250, untilMs: 1_750 }, { from: 25, to: 75, begins: true }],
    ['it began before', { sinceMs: 500, untilMs: 1_500 }, { from: 0, to: 50, begins: false }],
    ['it was over before', { sinceMs: 500, untilMs: 900 }, undefined],
    ['it began after', { sinceMs: 2_100 }, undefined],
  ])('%s', (_what, fault, seen) => {
    expect(stretchOn(axis, fault)).toEqual(seen);
  });
});
