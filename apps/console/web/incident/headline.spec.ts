import { describe, expect, it } from '@jest/globals';
import { headlineOf } from './headline.ts';
import type { Incident } from './incidents.ts';

const failed = {
  kind: 'failed' as const,
  capability: 'invoices',
  side: 'new' as const,
  text: '3 of 5 requests failed',
};
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

const felt = incident({ diagnosis: { ...incident({}).diagnosis, symptoms: [failed] } });

describe('the headline of Now', () => {
  it.each([
    [[], 'All is well, as far as 1 processes say'],
    [[incident({ state: 'resolved' })], 'All is well, as far as 1 processes say'],
    [[incident({ masked: true })], 'Nobody notices anything; one cause'],
    [[felt, incident({ masked: true })], 'Customers notice something; 2 causes'],
    [[incident({}), incident({ masked: true })], 'Nobody notices anything any more; 2 causes'],
  ])('says how bad it is: %#', (incidents, expected) => {
    expect(headlineOf({ incidents, processes })).toBe(expected);
  });
});
