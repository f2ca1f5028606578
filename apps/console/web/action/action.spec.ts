import { describe, expect, it } from '@jest/globals';
import { ApiError } from '@wellspring/web';
import { sampleCapability } from '../status/sample-status.ts';
import type { Capability } from '../status/status.ts';
import { actionsFor, earlierStages, refusalReasons } from './action.ts';

const labels = (capability: Partial<Capability>): string[] =>
  actionsFor(sampleCapability(capability)).map(({ label }) => label);
const override: Capability['override'] = { cause: 'guardrail', actor: 'guardrail', reason: 'x', at: '', written: true };

describe('what can be done', () => {
  it('begins with the way back wherever there is one', () => {
    for (const stage of ['shadow', 'canary', 'new'] as const) expect(labels({ stage })[0]).toBe('Roll back');
    for (const stage of ['legacy', 'retired'] as const) expect(labels({ stage })).not.toContain('Roll back');
  });

  it('is a promotion only while it is not paused and there is a next stage', () => {
    expect(labels({ stage: 'canary', next: 'new' })).toEqual(['Roll back', 'Advance to new', 'Change share', 'Pause']);
    expect(labels({ stage: 'canary', next: 'new', paused: true, override })).toEqual(['Roll back', 'Follow Git']);
    expect(labels({ stage: 'retired', next: null })).toEqual(['Pause']);
  });

  it('says where following Git leads, which may be back to the new side', () => {
    const held = sampleCapability({ declared: { stage: 'canary', percent: 50 }, rolledBack: true, override });
    expect(actionsFor(held).at(-1)).toMatchObject({ label: 'Follow Git', confirm: 'Go to canary 50 %' });
  });

  it.each<[Capability['stage'], number, RegExp]>([
    ['legacy', 50, /this is a promotion, and the gates have to agree/],
    ['canary', 10, /this is a promotion/],
    ['canary', 80, /the gates are not asked/],
    ['new', 50, /the gates are not asked/],
  ])('says whether following Git from %s %s %% is a promotion', (stage, percent, effect) => {
    const held = sampleCapability({ stage, percent, declared: { stage: 'canary', percent: 50 }, override });
    expect(actionsFor(held).at(-1)).toMatchObject({ label: 'Follow Git', effect: expect.stringMatching(effect) });
  });

  it('goes back to any earlier stage, the old side first', () => {
    expect(earlierStages('new')).toEqual(['legacy', 'shadow', 'canary']);
  });
});

describe('a refusal', () => {
  it('of the gates has reasons and can be forced; no other can', () => {
    const body = { code: 'MIGRATION.REFUSED', reasons: ['parity: too few comparisons'] };
    expect(refusalReasons(new ApiError('rejected', { body }))).toEqual(body.reasons);
    expect(
      refusalReasons(new ApiError('rejected', { body: { ...body, code: 'MIGRATION.IMPOSSIBLE' } })),
    ).toBeUndefined();
    expect(refusalReasons(new Error('other'))).toBeUndefined();
    expect(refusalReasons(null)).toBeUndefined();
  });
});
