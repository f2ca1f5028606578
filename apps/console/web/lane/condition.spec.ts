import { describe, expect, it } from '@jest/globals';
import { sampleCapability } from '../live/sample-status.ts';
import type { Capability } from '../live/status.ts';
import { byUrgency, conditionOf, needsSomebody } from './condition.ts';

const guardrails = sampleCapability().guardrails;
const at = '2026-11-22T03:12:07.000Z';
const overridden = (cause: 'operator' | 'guardrail', actor: string, reason: string): Capability['override'] => ({
  cause,
  actor,
  reason,
  at,
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
    expect(needsSomebody(condition)).toBe(true);
  });

  it('is neither good nor bad with too little traffic', () => {
    const condition = conditionOf(thin);
    expect(condition).toMatchObject({ urgency: 'thin', tone: 'attention', label: 'Too little traffic' });
    expect(needsSomebody(condition)).toBe(false);
  });

  it('says who paused it and why', () => {
    expect(conditionOf(paused)).toMatchObject({ label: 'Paused', details: ['olga: waiting for the fix'] });
  });

  it('is healthy only with customers on the new side', () => {
    expect(conditionOf(healthy).label).toBe('Healthy');
    expect(conditionOf(resting).label).toBe('On the old side');
  });
});

describe('the order of lanes', () => {
  it('puts what hurts first, and keeps the order of the file among equals', () => {
    const all = [resting, healthy, thin, paused, differing, heldBack, breached];
    expect(byUrgency(all).map(({ name }) => name)).toEqual([
      'breached',
      'held-back',
      'differing',
      'paused',
      'thin',
      'healthy',
      'resting',
    ]);
    const another = { ...resting, name: 'another' };
    expect(byUrgency([another, resting]).map(({ name }) => name)).toEqual(['another', 'resting']);
  });
});
