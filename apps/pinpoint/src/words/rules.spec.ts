import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { causeKinds } from '@wellspring/contract-pinpoint';
import type { Cause } from '../judge/cause.ts';
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
  it('has a headline with its subject, first aid whoever notices, and a runbook', () => {
    const cause = causeOf(kind);
    expect(headlineOf(cause)).toContain('billing');
    for (const noticed of ['nobody', 'new side', 'beyond'] as const)
      expect(rules[kind].firstAid(cause, noticed).text).not.toBe('');
    expect(existsSync(join(workspace, runbookOf(cause)))).toBe(true);
  });
});

describe('first aid', () => {
  it('is none where nobody notices and what is broken is not ours', () => {
    expect(rules['background-hangs'].firstAid(causeOf('background-hangs'), 'nobody').action).toBe('none');
  });

  it('is a rollback where only customers of the new side are hit, by what is ours', () => {
    expect(rules['process-away'].firstAid(causeOf('process-away'), 'new side').action).toBe('rollback');
  });

  it.each(['process-away', 'database-away', 'unknown'] as const)(
    'is no way to the old portal for those who are in trouble there: %s',
    (kind) => {
      expect(rules[kind].firstAid(causeOf(kind), 'beyond').action).toBe('look');
    },
  );

  it('is typed by whoever has to do it by hand: for those that are in trouble only', () => {
    const commandOf = (kind: Cause['kind'], instances: string[] = []): string | undefined =>
      rules[kind].firstAid(causeOf(kind, { instances }), 'nobody').command;
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

  it('says who is left, unless that is only the one in trouble', () => {
    expect(headlineOf(causeOf('unknown', { suspects: ['billing'] }))).toBe('billing is in trouble; not known yet why');
    expect(headlineOf(causeOf('unknown', { suspects: ['billing', 'rating'] }))).toBe(
      'billing is in trouble; not known yet why. Left: billing, rating',
    );
  });
});
