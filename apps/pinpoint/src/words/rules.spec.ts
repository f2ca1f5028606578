import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Cause, causeKinds } from '../judge/cause.ts';
import { headlineOf, rules, runbookOf } from './rules.ts';

const workspace = join(import.meta.dirname, '../../../..');

const causeOf = (kind: Cause['kind'], rest: Partial<Cause> = {}): Cause => ({
  kind,
  subject: 'billing',
  operations: [],
  instances: [],
  sinceTick: 0,
  evidence: [],
  change: undefined,
  suspects: ['billing'],
  ...rest,
});

describe.each(causeKinds)('%s', (kind) => {
  it('has a headline with its subject, first aid for both cases, and a runbook', () => {
    const cause = causeOf(kind);
    expect(headlineOf(cause)).toContain('billing');
    for (const hit of [true, false]) expect(rules[kind].firstAid(cause, hit).text).not.toBe('');
    expect(existsSync(join(workspace, runbookOf(cause)))).toBe(true);
  });
});

describe('first aid', () => {
  it('is none where nobody notices and what is broken is not ours', () => {
    expect(rules['background-hangs'].firstAid(causeOf('background-hangs'), false).action).toBe('none');
  });

  it('is a rollback where customers are hit by what is ours', () => {
    expect(rules['process-away'].firstAid(causeOf('process-away'), true).action).toBe('rollback');
  });

  it('is typed by whoever has to do it by hand: for those that are in trouble only', () => {
    const commandOf = (kind: Cause['kind'], instances: string[] = []): string | undefined =>
      rules[kind].firstAid(causeOf(kind, { instances }), false).command;
    expect(commandOf('memory-leak')).toBe('kubectl rollout restart deployment/billing');
    expect(commandOf('replica', ['billing-b'])).toBe('kubectl delete pod billing-b');
    expect(commandOf('bad-release')).toContain('deploy -- rollback --env … --service billing');
    expect(commandOf('process-away')).toBeUndefined();
  });

  it('says where the trouble is, if it is not everywhere', () => {
    expect(headlineOf(causeOf('replica', { instances: ['billing-b'] }))).toBe(
      'billing (billing-b): worse than its replicas',
    );
    expect(headlineOf(causeOf('background-fails', { operations: ['settle'] }))).toContain('(settle)');
  });
});
