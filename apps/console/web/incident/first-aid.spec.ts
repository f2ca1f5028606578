import { describe, expect, it } from '@jest/globals';
import { sampleCapability } from '../status/sample-status.ts';
import { decisionFor } from './decision-for.ts';
import type { Incident } from './incidents.ts';

const invoices = sampleCapability({ stage: 'canary' });
const usage = sampleCapability({ name: 'usage', stage: 'new' });
const override = { cause: 'operator', actor: 'olga', reason: 'why', at: '', written: true } as const;

function incident(
  state: Incident['state'],
  action: Incident['diagnosis']['firstAid']['action'],
  ...symptoms: Incident['diagnosis']['symptoms']
): Pick<Incident, 'state' | 'diagnosis'> {
  const firstAid = { action, text: '' };
  return { state, diagnosis: { kind: '', headline: '', evidence: [], symptoms, firstAid, runbook: '' } };
}

const failedOn = (side: 'legacy' | 'new') => ({ kind: 'failed', capability: 'invoices', side, text: '' }) as const;

describe('the decision that helps', () => {
  it('is to put back what customers get errors from on the new side, and nothing else', () => {
    expect(decisionFor(incident('open', 'rollback', failedOn('new')), [invoices, usage])).toEqual({
      action: 'rollback',
      capabilities: [invoices],
    });
  });

  it.each([
    ['the old side fails', incident('open', 'rollback', failedOn('legacy'))],
    ['nobody notices', incident('open', 'rollback', { ...failedOn('new'), kind: 'masked' })],
    ['it would not help', incident('open', 'look', failedOn('new'))],
  ])('is none where %s', (_why, one) => {
    expect(decisionFor(one, [invoices]).capabilities).toEqual([]);
  });

  it('is to let go on what was taken back, when it is over', () => {
    const back = sampleCapability({ override });
    const over = incident('resolved', 'rollback', failedOn('new'));
    expect(decisionFor(over, [back])).toEqual({ action: 'resume', capabilities: [back] });
    expect(decisionFor(over, [invoices]).capabilities).toEqual([]);
  });
});
