import { describe, expect, it } from '@jest/globals';
import type { Stage } from '@wellspring/contract-gateway';
import { parseMigrationFile } from '../file/parse.ts';
import { effectiveState, type EffectiveState } from './effective-state.ts';
import type { Override } from './override.ts';
import { advanceFrom, pauseFrom, percentFrom, resumeFrom, resumePromotes, rollbackFrom } from './transition.ts';

const parity = `[{ when: GET /invoices, legacy: { facts: { no: h1 } }, new: { facts: { no: billNo } } }]`;

function at(stage: Stage, override?: Partial<Override>, withParity = true): EffectiveState {
  const parsed = parseMigrationFile(`
capabilities:
  invoices:
    stage: ${stage}
    routes: [{ path: /invoices, legacy: old, new: fresh }]
    canary: { percent: 10 }
    parity: ${withParity ? parity : '[]'}
`);
  const declaration = parsed.ok ? parsed.file.capabilities['invoices'] : undefined;
  if (declaration === undefined) throw new Error(JSON.stringify(parsed));
  const decided: Override = {
    capability: 'invoices',
    version: 1,
    paused: false,
    cause: 'operator',
    reason: 'release freeze',
    actor: 'operator:jane',
    at: new Date(0),
    ...override,
  };
  return effectiveState('invoices', declaration, override && decided);
}

const paused = { position: { stage: 'canary', percent: 10 }, paused: true } as const;

describe('transitions', () => {
  it.each<[Stage, Stage]>([
    ['legacy', 'shadow'],
    ['shadow', 'canary'],
    ['canary', 'new'],
    ['new', 'retired'],
  ])('advances from %s to %s', (from, to) => {
    expect(advanceFrom(at(from))).toEqual({ allowed: true, to: { stage: to, percent: 10 }, jump: false });
  });

  it('skips the shadow when there is nothing to compare', () => {
    expect(advanceFrom(at('legacy', undefined, false))).toMatchObject({ to: { stage: 'canary' }, jump: false });
  });

  it('begins a canary with the share asked for', () => {
    expect(advanceFrom(at('shadow'), { percent: 3 })).toMatchObject({ to: { stage: 'canary', percent: 3 } });
  });

  it('knows a jump when it sees one', () => {
    expect(advanceFrom(at('legacy'), { to: 'new' })).toMatchObject({ allowed: true, jump: true });
  });

  it('does not advance backwards, beyond the end, or what is paused', () => {
    expect(advanceFrom(at('canary'), { to: 'shadow' })).toEqual({
      allowed: false,
      reasons: ['shadow is not after canary'],
    });
    expect(advanceFrom(at('retired')).allowed).toBe(false);
    expect(advanceFrom(at('canary', paused))).toEqual({
      allowed: false,
      reasons: ['it was paused by operator:jane: release freeze. Resume it first'],
    });
  });

  it.each<Stage>(['shadow', 'canary', 'new'])('rolls back from %s to the old side', (stage) => {
    expect(rollbackFrom(at(stage))).toMatchObject({ allowed: true, to: { stage: 'legacy' } });
  });

  it('rolls back to a stage asked for, and also what is paused', () => {
    expect(rollbackFrom(at('new'), 'canary')).toMatchObject({ to: { stage: 'canary', percent: 10 } });
    expect(rollbackFrom(at('canary', paused)).allowed).toBe(true);
  });

  it('does not roll back forwards, nor to an old side that is gone', () => {
    expect(rollbackFrom(at('legacy')).allowed).toBe(false);
    expect(rollbackFrom(at('canary'), 'new').allowed).toBe(false);
    expect(rollbackFrom(at('retired')).allowed).toBe(false);
  });

  it('changes the percentage of a canary only, and only to another', () => {
    expect(percentFrom(at('canary'), 25)).toMatchObject({ to: { stage: 'canary', percent: 25 } });
    expect(percentFrom(at('canary'), 10).allowed).toBe(false);
    expect(percentFrom(at('new'), 25).allowed).toBe(false);
    expect(percentFrom(at('canary', paused), 25).allowed).toBe(false);
  });

  it('pauses where it stands, once', () => {
    expect(pauseFrom(at('canary'))).toMatchObject({ to: { stage: 'canary', percent: 10 } });
    expect(pauseFrom(at('canary', paused)).allowed).toBe(false);
  });

  it('resumes to what the file says, when something was decided over it', () => {
    const rolledBack = at('canary', { position: { stage: 'legacy', percent: 10 } });
    expect(resumeFrom(rolledBack)).toMatchObject({ to: { stage: 'canary', percent: 10 } });
    expect(resumeFrom(at('canary')).allowed).toBe(false);
    expect(resumeFrom(at('canary', {})).allowed).toBe(false);
  });

  it.each<[Stage, Override['position'], boolean, boolean]>([
    ['canary', { stage: 'shadow', percent: 10 }, true, false],
    ['canary', { stage: 'legacy', percent: 10 }, true, true],
    ['canary', { stage: 'canary', percent: 5 }, true, false],
    ['canary', { stage: 'canary', percent: 20 }, false, false],
    ['canary', { stage: 'new', percent: 10 }, false, false],
    ['legacy', { stage: 'new', percent: 10 }, false, false],
    ['canary', { stage: 'canary', percent: 10 }, false, false],
  ])('takes following a file at %s from %j for a promotion: %s, for a jump: %s', (stage, position, promotes, jump) => {
    const held = at(stage, { ...(position && { position }) });
    expect(resumePromotes(held)).toBe(promotes);
    expect(resumeFrom(held)).toMatchObject({ allowed: true, to: { stage, percent: 10 }, jump });
  });
});
