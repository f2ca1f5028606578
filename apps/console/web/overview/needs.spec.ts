import { describe, expect, it } from '@jest/globals';
import { changes } from '../changes/changes.tsx';
import { payments } from '../payments/payments.tsx';
import { sampleCapability, sampleStatus } from '../status/sample-status.ts';
import { type Health, weakPointsOf } from './health.ts';
import { needsOf } from './needs.ts';

const well = { gateway: [], billing: [], inventory: [], usage: [], waiting: [] };
const failing = { requests: 40, errors: 40, errorRate: 1 };
const quiet = { requests: 0, errors: 0, errorRate: 0 };

describe('what needs somebody', () => {
  it('is nothing when all is well', () => {
    expect(needsOf(sampleStatus(sampleCapability()), well)).toEqual([]);
  });

  it('is that the old side fails everything', () => {
    const capability = sampleCapability({ traffic: { windowMs: 30_000, legacy: failing, new: quiet } });
    expect(needsOf(sampleStatus(capability), well)).toEqual([
      { what: 'Invoices and payments', why: 'old side fails', to: '#lane-invoices' },
    ]);
  });

  it('is a rollback that stands, whoever decided it', () => {
    const override = { actor: 'operator:olga', reason: 'slow', at: '2026-11-22T03:12:07.000Z', written: true };
    for (const cause of ['operator', 'guardrail'] as const) {
      const capability = sampleCapability({ rolledBack: true, override: { ...override, cause } });
      expect(needsOf(sampleStatus(capability), well)).toEqual([
        expect.objectContaining({ why: expect.stringContaining('rolled back') }),
      ]);
    }
  });

  it('is a migration file that is refused, and a database that is away', () => {
    const status = sampleStatus();
    const refused = { at: status.file.loadedAt, errors: [{ line: 1, column: 1, key: 'x', reason: 'is unknown' }] };
    const needs = needsOf(
      { ...status, file: { ...status.file, refused }, decisions: { connected: false, ageMs: 9 } },
      well,
    );
    expect(needs.map(({ what, to }) => [what, to])).toEqual([
      ['The migration file is refused', '#migration-file'],
      ['The gateway’s database is away', '#decisions'],
    ]);
  });

  it('is a system that is degraded, or does not answer, and commands that wait', () => {
    const waiting = [
      { kind: payments, count: 2 },
      { kind: changes, count: 1 },
    ];
    expect(
      needsOf(sampleStatus(), { gateway: ['identity'], billing: undefined, inventory: ['jobs'], usage: [], waiting }),
    ).toEqual([
      { what: 'The gateway', why: 'degraded: identity' },
      { what: 'Billing', why: 'does not answer' },
      { what: 'Inventory', why: 'degraded: jobs' },
      expect.objectContaining({ what: '2 payments wait', to: '/payments' }),
      expect.objectContaining({ what: 'A change of a product waits', to: '/changes' }),
    ]);
  });

  it('keeps the order of the lanes', () => {
    const rolledBack = { rolledBack: true, override: null };
    const gates = [{ gate: 'parity' as const, verdict: 'fail' as const, reasons: ['4 % differ'] }];
    const names = needsOf(
      sampleStatus(
        sampleCapability({ title: 'B', gates }),
        sampleCapability({
          title: 'A',
          ...rolledBack,
          guardrails: { ...sampleCapability().guardrails, state: 'breach' },
        }),
      ),
      well,
    ).map(({ what }) => what);
    expect(names).toEqual(['B', 'A']);
  });
});

describe('the health of a system', () => {
  it('is what is not up, but for what the status tells by itself', () => {
    const details: Health['details'] = {
      service: { status: 'up' },
      identity: { status: 'degraded' },
      'migration-file': { status: 'degraded' },
    };
    expect(weakPointsOf({ details })).toEqual(['identity']);
  });
});
