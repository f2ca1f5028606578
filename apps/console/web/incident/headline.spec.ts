import { describe, expect, it } from '@jest/globals';
import { headlineOf } from './headline.ts';
import type { Incident } from './incidents.ts';

const processes = [{ service: 'billing', instance: 'billing', state: 'answers' as const }];

function incident(rest: Partial<Incident>): Incident {
  return {
    id: '1',
    state: 'open',
    masked: false,
    sinceMs: 0,
    diagnosis: {
      kind: 'unknown',
      headline: '',
      evidence: [],
      symptoms: [],
      firstAid: { action: 'none', text: '' },
      runbook: '',
    },
    story: [],
    ...rest,
  };
}

describe('the headline of Now', () => {
  it.each([
    [[], 'All is well, as far as 1 processes say'],
    [[incident({ state: 'resolved' })], 'All is well, as far as 1 processes say'],
    [[incident({ masked: true })], 'Nobody notices anything; one cause'],
    [[incident({}), incident({ masked: true })], 'Customers notice something; 2 causes'],
  ])('says how bad it is: %#', (incidents, expected) => {
    expect(headlineOf({ incidents, processes })).toBe(expected);
  });
});
