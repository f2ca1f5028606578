import { describe, expect, it } from '@jest/globals';
import { sampleCapability } from './sample-status.ts';
import type { Capability } from './status.ts';
import { concernsOf, conditionOf } from './condition.ts';

const guardrails = sampleCapability().guardrails;
const at = '2026-11-22T03:12:07.000Z';
const overridden = (
  cause: 'operator' | 'guardrail',
  actor: string,
  reason: string,
): NonNullable<Capability['override']> => ({
  cause,
  actor,
  reason,
  at,
  written: true,
});

const healthy = sampleCapability({ name: 'healthy', stage: 'canary', guardrails: { ...guardrails, state: 'healthy' } });
const thin = sampleCapability({
  name: 'thin',
  stage: 'canary',
  guardrails: { ...guardrails, state: 'insufficient', reasons: ['too little traffic: 3 of 50'] },
});
const breached = sampleCapability({
  name: 'breached',
  stage: 'new',
  guardrails: { ...guardrails, state: 'breach', reasons: ['12.0 % of requests fail on the new side'] },
});
const heldBack = sampleCapability({
  name: 'held-back',
  rolledBack: true,
  override: overridden('guardrail', 'guardrail', '12.0 % of requests fail'),
});
const paused = sampleCapability({
  name: 'paused',
  stage: 'canary',
  paused: true,
  override: overridden('operator', 'operator:olga', 'waiting for the fix'),
});
const differing = sampleCapability({
  name: 'differing',
  stage: 'shadow',
  gates: [{ gate: 'parity', verdict: 'fail', reasons: ['4 % of facts differ'] }],
});
const resting = sampleCapability({ name: 'resting' });

describe('the condition of a capability', () => {
  it('is that a guardrail is broken, with its reasons, before anything else', () => {
    expect(conditionOf({ ...breached, paused: true })).toMatchObject({
      urgency: 'breach',
      tone: 'bad',
      details: breached.guardrails.reasons,
    });
  });

  it('stays bad after the automatic rollback, until a person decides', () => {
    const condition = conditionOf(heldBack);
    expect(condition.label).toBe('Rolled back by guardrail');
    expect(condition.details[0]).toBe('12.0 % of requests fail');
    expect(concernsOf(heldBack)).toHaveLength(1);
  });

  it('is neither good nor bad with too little traffic', () => {
    const condition = conditionOf(thin);
    expect(condition).toMatchObject({ urgency: 'thin', tone: 'attention', label: 'Too little traffic' });
    expect(concernsOf(thin)).toEqual([]);
  });

  it('is that the sides differ, when the gate says so', () => {
    expect(conditionOf(differing)).toMatchObject({ urgency: 'differs', label: 'Sides differ' });
  });

  it('says who paused it and why', () => {
    expect(conditionOf(paused)).toMatchObject({ label: 'Paused', details: ['olga: waiting for the fix'] });
  });

  it('is that the old side fails, on whichever stage it still serves somebody', () => {
    const traffic = { windowMs: 30_000, legacy: { requests: 40, errors: 40, errorRate: 1 }, new: resting.traffic.new };
    expect(conditionOf({ ...resting, traffic })).toMatchObject({
      urgency: 'old-fails',
      label: 'Old side fails',
      details: ['100 % of 40 requests fail on the old side.'],
    });
    expect(concernsOf({ ...resting, stage: 'retired', traffic })).toEqual([]);
    const few = { ...traffic, legacy: { requests: 4, errors: 4, errorRate: 1 } };
    expect(concernsOf({ ...resting, traffic: few })).toEqual([]);
  });

  it('tells everything that concerns somebody, the most urgent first', () => {
    const traffic = { windowMs: 30_000, legacy: { requests: 40, errors: 40, errorRate: 1 }, new: resting.traffic.new };
    const condition = conditionOf({ ...heldBack, traffic });
    expect(condition.label).toBe('Rolled back by guardrail');
    expect(condition.details).toContain('100 % of 40 requests fail on the old side.');
  });

  it('needs somebody while a rollback of an operator stands, and says where it is in force', () => {
    const override = { ...overridden('operator', 'operator:olga', 'slow'), written: false };
    const [concern] = concernsOf(sampleCapability({ rolledBack: true, override }));
    expect(concern?.label).toBe('Rolled back');
    expect(concern?.details).toEqual(['olga: slow', expect.stringMatching(/^Not written to the database yet/)]);
  });

  it('is healthy only with customers on the new side', () => {
    expect(conditionOf(healthy).label).toBe('Healthy');
    expect(conditionOf(resting).label).toBe('On the old side');
  });
});
