import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Side } from '@wellspring/contract-gateway';
import { parseMigrationFile } from '../file/parse.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { Guardrails } from './guardrails.ts';
import type { Baseline, Verdict } from './judge.ts';
import { Traffic } from './traffic.ts';

describe('Guardrails', () => {
  let now: number;
  let state: MigrationState;
  let traffic: Traffic;
  let guardrails: Guardrails;
  let breaches: Verdict[];
  let baselines: Baseline[];
  let finish: () => void;

  function begin(stage: string, onBreach = 'rollback'): void {
    const parsed = parseMigrationFile(`
capabilities:
  invoices:
    stage: ${stage}
    routes: [{ path: /invoices, legacy: old, new: fresh }]
    guardrails: { window: 30s, minRequests: 20, ignoreP95Below: 300ms, onBreach: ${onBreach} }
`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    state = new MigrationState(parsed.file);
    traffic = new Traffic(state, () => now);
    guardrails = new Guardrails({
      state,
      traffic,
      now: () => now,
      lookEveryMs: 500,
      onBaseline: (_capability, baseline) => baselines.push(baseline),
    });
    guardrails.onBreach((_capability, verdict) => {
      breaches.push(verdict);
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
  }

  beforeEach(() => {
    now = 0;
    breaches = [];
    baselines = [];
    begin('canary');
  });

  function requests(side: Side, count: number, failed = false, durationMs = 100): void {
    for (let n = 0; n < count; n++) {
      const status = failed ? 503 : 200;
      traffic.record({ capability: 'invoices', side, status, durationMs, failed, waitCounted: false, fallback: false });
    }
  }

  it('act once on a breach, however long acting takes', async () => {
    requests('legacy', 50);
    requests('new', 30, true);
    guardrails.tick();
    guardrails.tick();
    expect(breaches).toHaveLength(1);
    expect(breaches[0]?.reasons).toEqual([expect.stringMatching(/^100\.0 % of requests fail on the new side/)]);
    finish();
    await new Promise(setImmediate);
    guardrails.tick();
    expect(breaches).toHaveLength(2);
  });

  it('find a side that hangs before any of its requests has ended', () => {
    requests('legacy', 50);
    for (let n = 0; n < 25; n++) traffic.began({ capability: 'invoices', side: 'new' });
    now = 250;
    guardrails.tick();
    expect(breaches).toHaveLength(0);
    now = 500;
    guardrails.tick();
    expect(breaches[0]?.reasons).toEqual([
      expect.stringMatching(/^p95 of the new side is \d+ ms \(25 of 25 slower than allowed\), 300 ms allowed/),
    ]);
  });

  it('do nothing on too little traffic', () => {
    requests('new', 19, true);
    guardrails.tick();
    expect(breaches).toHaveLength(0);
    expect(guardrails.report('invoices')).toMatchObject({ state: 'insufficient' });
  });

  it.each(['legacy', 'shadow', 'retired'])('have nothing to take back in stage %s', (stage) => {
    begin(stage);
    requests('new', 100, true);
    guardrails.tick();
    expect(breaches).toHaveLength(0);
    expect(guardrails.report('invoices')).toMatchObject({ state: 'idle', reasons: [] });
  });

  it('only say so when that is what the file wants', () => {
    begin('canary', 'alert');
    requests('new', 100, true);
    guardrails.tick();
    expect(breaches).toHaveLength(0);
    expect(guardrails.report('invoices')).toMatchObject({ state: 'breach' });
  });

  it('remember what the old side was like, and keep it now and then', () => {
    begin('new');
    requests('legacy', 100, false, 200);
    guardrails.tick();
    now = 20_000;
    guardrails.tick();
    expect(baselines).toHaveLength(1);
    now = 40_000;
    requests('new', 100, false, 1_000);
    guardrails.tick();
    expect(breaches[0]).toMatchObject({ reference: { kind: 'baseline', errorRate: 0 } });
    expect(breaches[0]?.reasons).toEqual([expect.stringMatching(/old side when last measured/)]);
  });

  it('hold the new side against the old one as it was in full, not against the last few requests there', () => {
    begin('new');
    requests('legacy', 80);
    now = 10_000;
    requests('legacy', 20);
    guardrails.tick();
    for (now = 10_500; now < 60_000; now += 500) guardrails.tick();
    requests('new', 60);
    requests('new', 60, true);
    guardrails.tick();
    expect(breaches[0]).toMatchObject({ reference: { kind: 'baseline', requests: 100 } });
    expect(new Set(baselines.map((baseline) => baseline.requests))).toEqual(new Set([100]));
  });

  it('go by what the old side is like now where it goes on with less', () => {
    begin('new');
    requests('legacy', 100);
    guardrails.tick();
    for (now = 10_000; now <= 120_000; now += 10_000) {
      requests('legacy', 10, true);
      guardrails.tick();
    }
    expect(baselines.at(-1)).toMatchObject({ errorRate: 1, requests: 30 });
  });

  it('begin with what was measured before the start, unless they measured themselves', () => {
    begin('new');
    guardrails.remember(new Map([['invoices', { errorRate: 0.5, requests: 100, at: new Date(0) }]]));
    requests('new', 30, true);
    requests('new', 30);
    guardrails.tick();
    expect(breaches).toHaveLength(0);
    requests('legacy', 100);
    guardrails.tick();
    guardrails.remember(new Map([['invoices', { errorRate: 0.9, requests: 100, at: new Date(0) }]]));
    expect(breaches).toHaveLength(1);
  });
});
