import { describe, expect, it } from '@jest/globals';
import type { HelmRevision } from './helm.ts';
import { interruptionOf } from './interrupted.ts';

const began = '2026-11-28T10:00:00Z';

function revision(number: number, status: string): HelmRevision {
  return { revision: number, status, chart: 'billing-0.1.0', description: '', updated: began };
}

function after(seconds: number): number {
  return Date.parse(began) + seconds * 1_000;
}

describe('a deployment that was cut short', () => {
  it('is known by its release, and leads back to the last revision that was deployed', () => {
    const history = [
      revision(1, 'superseded'),
      revision(2, 'deployed'),
      revision(3, 'failed'),
      revision(4, 'pending-upgrade'),
    ];
    expect(interruptionOf(history, 60, after(1_000))).toEqual({ since: began, back: 2, abandoned: true });
  });

  it('has nothing to go back to when it was the first', () => {
    expect(interruptionOf([revision(1, 'pending-install')], 60, after(1_000))).toMatchObject({ back: undefined });
  });

  it('may still be under way for as long as Helm would try', () => {
    const history = [revision(1, 'deployed'), revision(2, 'pending-rollback')];
    expect(interruptionOf(history, 60, after(179))).toMatchObject({ abandoned: false });
    expect(interruptionOf(history, 60, after(181))).toMatchObject({ abandoned: true });
  });

  it('is none when the last one came to an end', () => {
    expect(interruptionOf([], 60)).toBeUndefined();
    expect(interruptionOf([revision(1, 'deployed'), revision(2, 'failed')], 60)).toBeUndefined();
  });
});
