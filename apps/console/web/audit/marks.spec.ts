import { describe, expect, it } from '@jest/globals';
import { marksOf } from './marks.ts';

describe('the marks of charts', () => {
  it('are the decisions about a capability: what, where to, and whose', () => {
    const entry = {
      id: 1,
      at: '2026-11-22T03:12:07.000Z',
      capability: 'invoices',
      action: 'rollback',
      actor: 'guardrail',
      origin: 'guardrail',
      from: null,
      to: { stage: 'legacy', percent: 10 },
      reason: '12 % fail',
      forced: false,
      metrics: {},
      replica: 'gateway-1',
    } as const;
    expect(marksOf([entry])).toEqual({
      invoices: [{ at: Date.parse(entry.at), text: 'rolled back to legacy (Guardrail)' }],
    });
  });
});
