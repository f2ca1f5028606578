import { describe, expect, it } from '@jest/globals';
import type { GuardrailReport, ParitySummary, Stage } from '@wellspring/contract-gateway';
import { parseMigrationFile } from '../file/parse.ts';
import { effectiveState, type EffectiveState } from '../stage/effective-state.ts';
import { allGates, objections } from './promotion-gates.ts';

function at(stage: Stage): EffectiveState {
  const parsed = parseMigrationFile(`
capabilities:
  invoices:
    stage: ${stage}
    routes: [{ path: /invoices, legacy: old, new: fresh }]
    promotion: { minComparisons: 100, maxDifferenceRate: 0.01 }
    parity: [{ when: GET /invoices, legacy: { facts: { no: h1 } }, new: { facts: { no: billNo } } }]
`);
  const declaration = parsed.ok ? parsed.file.capabilities['invoices'] : undefined;
  if (declaration === undefined) throw new Error(JSON.stringify(parsed));
  return effectiveState('invoices', declaration);
}

function parity(comparisons: number, differing: number): ParitySummary {
  const facts = [
    { fact: 'amount', compared: comparisons * 10, differing, noise: 0 },
    { fact: 'due', compared: comparisons * 10, differing: 0, noise: 3 },
  ];
  const differenceRate = comparisons === 0 ? null : differing / comparisons;
  return { comparisons, differing, differenceRate, notCompared: [], coverage: 1, facts, complete: true };
}

function guardrails(state: GuardrailReport['state'], reasons: string[] = []): GuardrailReport {
  const none = { requests: 0, errors: 0, errorRate: 0, observations: 0 };
  const reference = { kind: 'none', errorRate: 0, requests: 0 } as const;
  return { state, reasons, new: none, legacy: none, reference, limits: { errorRate: 0.02 }, tests: [] };
}

const good = { parity: parity(200, 0), guardrails: guardrails('healthy') };

describe('promotion gates', () => {
  it('let everything through when all is well', () => {
    for (const [from, to] of [
      ['shadow', 'canary'],
      ['canary', 'new'],
      ['new', 'retired'],
    ] as const) {
      expect(objections(at(from), { stage: to, percent: 1 }, good)).toEqual([]);
    }
  });

  it('ask nothing on the way to the shadow, where no customer is moved', () => {
    expect(
      objections(at('legacy'), { stage: 'shadow', percent: 1 }, { parity: undefined, guardrails: undefined }),
    ).toEqual([]);
  });

  it('say which facts differ', () => {
    const evidence = { ...good, parity: parity(200, 50) };
    expect(objections(at('shadow'), { stage: 'canary', percent: 1 }, evidence)).toEqual([
      {
        gate: 'parity',
        verdict: 'fail',
        reasons: ['25.00 % of comparisons differ (50 of 200), 1.00 % allowed: amount 50 of 2000'],
      },
    ]);
  });

  it('do not take silence for consent', () => {
    expect(
      objections(at('canary'), { stage: 'new', percent: 1 }, { parity: undefined, guardrails: undefined }),
    ).toEqual([
      { gate: 'parity', verdict: 'insufficient', reasons: ['too few comparisons: 0 of 100'] },
      { gate: 'guardrails', verdict: 'insufficient', reasons: ['nobody is on the new side yet'] },
    ]);
  });

  it('let the percentage be raised on little traffic, but not against a breach', () => {
    const to = { stage: 'canary', percent: 20 } as const;
    const few = { parity: parity(1, 0), guardrails: guardrails('insufficient', ['too little traffic']) };
    expect(objections(at('canary'), to, few)).toEqual([]);
    const broken = { ...good, guardrails: guardrails('breach', ['5 % of requests fail']) };
    expect(objections(at('canary'), to, broken)).toEqual([
      { gate: 'guardrails', verdict: 'fail', reasons: ['5 % of requests fail'] },
    ]);
  });

  it('do not wait for comparisons that nobody can make any more', () => {
    expect(objections(at('new'), { stage: 'retired', percent: 1 }, { ...good, parity: undefined })).toEqual([]);
  });

  it('can all be seen beforehand', () => {
    expect(allGates(at('canary'), good).map(({ gate, verdict }) => `${gate} ${verdict}`)).toEqual([
      'parity pass',
      'guardrails pass',
    ]);
  });
});
