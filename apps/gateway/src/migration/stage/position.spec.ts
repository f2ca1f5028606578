import { describe, expect, it } from '@jest/globals';
import type { Position, Stage } from '@wellspring/contract-gateway';
import { compareStages, describePosition, isAhead, samePosition, stageAfter } from './position.ts';

const stages: Stage[] = ['legacy', 'shadow', 'canary', 'new', 'retired'];
const at = (stage: Stage, percent = 0): Position => ({ stage, percent });

describe('a position', () => {
  it('comes in the order of the stages, and there is none after the last', () => {
    expect(stages.toReversed().sort(compareStages)).toEqual(stages);
    expect(stages.map(stageAfter)).toEqual([...stages.slice(1), undefined]);
  });

  it.each([
    ['a later stage', at('canary'), at('shadow'), true],
    ['an earlier stage', at('shadow'), at('canary'), false],
    ['the same stage', at('new', 20), at('new', 10), false],
    ['more of a canary', at('canary', 20), at('canary', 10), true],
    ['less of a canary', at('canary', 5), at('canary', 10), false],
    ['as much of a canary', at('canary', 10), at('canary', 10), false],
    ['a later stage with a smaller percentage', at('new', 0), at('canary', 90), true],
  ])('is ahead or not: %s', (_what, to, from, expected) => {
    expect(isAhead(to, from)).toBe(expected);
  });

  it.each([
    ['another stage', at('new'), at('canary'), false],
    ['another percentage of a canary', at('canary', 20), at('canary', 10), false],
    ['another percentage where it does not count', at('new', 20), at('new', 10), true],
  ])('is the same or not: %s', (_what, one, other, expected) => {
    expect(samePosition(one, other)).toBe(expected);
  });

  it('is told with its percentage where that counts', () => {
    expect([at('canary', 10), at('new', 10)].map(describePosition)).toEqual(['canary 10 %', 'new']);
  });
});
