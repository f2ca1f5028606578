import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import pg from 'pg';
import { breakGlassToken, MigrationUnderTest } from '../support/migration-under-test.ts';

const file = (stage: string): string => `
capabilities:
  invoices:
    title: Invoices
    stage: ${stage}
    routes:
      - { path: /invoices, legacy: legacy-portal, new: portal }
      - { path: /tmf-api/customerBillManagement/v4, new: billing }
    canary: { percent: 100 }
    parity:
      - when: GET /invoices
        legacy: { facts: { number: h1 } }
        new: { get: /tmf-api/customerBillManagement/v4/customerBill, facts: { number: billNo } }
  usage:
    stage: legacy
    routes: [{ path: /usage, legacy: legacy-portal, new: portal }]
fixed:
  - { path: /, upstream: legacy-portal }
`;

describe('the operations API', () => {
  let migration: MigrationUnderTest;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file('canary'));
  });

  afterAll(async () => {
    await migration.stop();
  });

  async function resume(): Promise<void> {
    await migration.decide('resume', { reason: 'next test', force: true });
  }

  describe('lets in', () => {
    it('nobody without a token, and says how', async () => {
      const response = await fetch(`${migration.replica().managementUrl}/operations/v1/capabilities`);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(response.headers.get('content-type')).toMatch(/application\/problem\+json/);
      expect(await response.json()).toMatchObject({ status: 401, code: 'OPERATOR.UNAUTHENTICATED' });
    });

    it.each([
      ['a token for something else', { aud: 'wellspring' }, 401],
      ['a token from somebody else', { iss: 'http://evil.example' }, 401],
      ['an ended token', { expiresInSeconds: -60 }, 401],
      ['an id token', { typ: 'JWT' }, 401],
      ['a token without the role', { roles: ['auditor'] }, 403],
    ])('nobody with %s', async (_what, claims, status) => {
      const token = await migration.operators.token(claims);
      expect((await migration.operate('/capabilities', { token })).status).toBe(status);
    });

    it('nobody with a guessed token', async () => {
      expect((await migration.operate('/capabilities', { token: 'x'.repeat(40) })).status).toBe(401);
    });

    it('nobody from the service port', async () => {
      const response = await fetch(`${migration.replica().url}/operations/v1/capabilities`);
      expect(await response.text()).toBe('legacy');
    });

    it('whoever holds the shared token, and notes in the audit whose hand it says it was', async () => {
      const { status } = await migration.operate('/capabilities/usage/advance', {
        body: { reason: 'identity is down' },
        token: breakGlassToken,
        headers: { 'x-operator-name': 'Jane <x>' },
      });
      expect(status).toBe(200);
      const entry = await migration.lastDecision('capability=usage');
      expect(entry).toMatchObject({ actor: 'break-glass (Jane x)', reason: 'identity is down' });
    });
  });

  it('shows every capability with where it stands and what speaks for and against it', async () => {
    const { status, body } = await migration.operate('/capabilities');
    expect(status).toBe(200);
    expect(body).toMatchObject({ decisions: { connected: true }, file: { digest: expect.any(String) } });
    expect(await migration.capability()).toMatchObject({
      name: 'invoices',
      title: 'Invoices',
      stage: 'canary',
      next: 'new',
      drift: [],
      override: null,
      guardrails: { state: 'insufficient' },
      gates: [
        { gate: 'parity', verdict: 'insufficient' },
        { gate: 'guardrails', verdict: 'insufficient' },
      ],
    });
  });

  it('says which side a customer is on, and why, and where it cannot know', async () => {
    const { status, body } = await migration.operate('/customers/C-1001');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer: 'C-1001',
      capabilities: [
        {
          name: 'invoices',
          side: 'new',
          reason: 'percent',
          because: expect.stringMatching(/^bucket \d+ is below 10000/),
        },
        { name: 'usage' },
      ],
    });
  });

  it('knows no capability that the file does not have', async () => {
    const { status, body } = await migration.operate('/capabilities/tariffs');
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'MIGRATION.UNKNOWN_CAPABILITY', known: ['invoices', 'usage'] });
  });

  describe('moves a capability', () => {
    beforeEach(resume);

    it('back to the old side at once, with the drift shown, and again by the file when told so', async () => {
      expect((await migration.visit()).text).toBe('portal');
      const { status, body } = await migration.decide('rollback', { reason: 'customers complain' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        stage: 'legacy',
        rolledBack: true,
        drift: [{ key: 'stage', file: 'canary', effective: 'legacy' }],
        override: { actor: 'operator:jane', reason: 'customers complain', cause: 'operator' },
      });
      expect((await migration.visit()).text).toBe('legacy');
      await resume();
      expect((await migration.visit()).text).toBe('portal');
    });

    it('forward to what the file says only when the gates agree, or when forced', async () => {
      await migration.decide('rollback', { reason: 'errors', to: 'shadow' });
      const refused = await migration.decide('resume', { reason: 'must be mended by now' });
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        code: 'MIGRATION.REFUSED',
        detail: expect.stringMatching(/^parity: too few comparisons: \d+ of 100$/),
        gates: [{ gate: 'parity', verdict: 'insufficient' }],
      });
      expect(await migration.capability()).toMatchObject({ stage: 'shadow', rolledBack: true });

      await migration.decide('rollback', { reason: 'more errors' });
      const jump = await migration.decide('resume', { reason: 'must be mended by now' });
      expect(jump.body).toMatchObject({ detail: expect.stringMatching(/^canary is not the next stage; parity: /) });

      const forced = await migration.decide('resume', { reason: 'seen to be mended', force: true });
      expect(forced.body).toMatchObject({ stage: 'canary', override: null, drift: [] });
      expect(await migration.lastDecision()).toMatchObject({
        action: 'resume',
        forced: true,
        from: { stage: 'legacy' },
        to: { stage: 'canary', percent: 100 },
        reason: 'seen to be mended',
        metrics: { parity: { comparisons: expect.any(Number) } },
      });
    });

    it('back to what the file says freely', async () => {
      await migration.decide('advance', { reason: 'agreed with the board', force: true });
      const { status, body } = await migration.decide('resume', { reason: 'too early after all' });
      expect(status).toBe(200);
      expect(body).toMatchObject({ stage: 'canary', override: null });
      expect(await migration.lastDecision()).toMatchObject({ action: 'resume', forced: false });
    });

    it('forward only when the gates agree, or when forced', async () => {
      const refused = await migration.decide('advance', { reason: 'time is up' });
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({
        code: 'MIGRATION.REFUSED',
        detail: expect.stringMatching(/parity: too few comparisons: \d+ of 100; guardrails: too little traffic/),
        gates: [{ gate: 'parity' }, { gate: 'guardrails' }],
      });
      expect((await migration.capability()).stage).toBe('canary');

      const forced = await migration.decide('advance', { reason: 'agreed with the board', force: true });
      expect(forced.body).toMatchObject({ stage: 'new' });
      expect(await migration.lastDecision()).toMatchObject({
        action: 'advance',
        forced: true,
        from: { stage: 'canary', percent: 100 },
        to: { stage: 'new', percent: 100 },
        reason: 'agreed with the board',
        metrics: { parity: { comparisons: expect.any(Number) }, guardrails: { state: 'insufficient' } },
      });
    });

    it('with a line in the log that says what moved, and neither who moved it nor why', async () => {
      await migration.decide('advance', { reason: 'agreed with the board', force: true });

      const line = migration.replica().logs.findLast((each) => each['event.action'] === 'move-capability');
      expect(line).toMatchObject({
        'event.reason': 'advance',
        labels: { capability: 'invoices', origin: 'operator', from: 'canary 100 %', to: 'new', forced: 'true' },
      });
      expect(JSON.stringify(line)).not.toMatch(/agreed|operator:/);
    });

    it('nowhere without a reason', async () => {
      for (const action of ['advance', 'rollback', 'pause', 'resume', 'percent']) {
        const { status, body } = await migration.decide(action, {
          ...(action === 'percent' && { percent: 5 }),
          reason: ' ',
        });
        expect(status).toBe(400);
        expect(body).toMatchObject({ errors: [{ field: 'reason' }] });
      }
    });

    it('to a lower percentage freely, and to none that is no percentage', async () => {
      const lowered = await migration.decide('percent', { percent: 12.5, reason: 'careful' });
      expect(lowered.body).toMatchObject({
        percent: 12.5,
        drift: [{ key: 'percent', file: 100, effective: 12.5 }],
      });
      expect((await migration.decide('percent', { percent: 120, reason: 'eager' })).status).toBe(400);
    });

    it('not while it is paused, except back', async () => {
      const paused = await migration.decide('pause', { reason: 'release freeze' });
      expect(paused.body).toMatchObject({ paused: true, stage: 'canary' });
      const advance = await migration.decide('advance', { reason: 'go on', force: true });
      expect(advance.status).toBe(409);
      expect(advance.body).toMatchObject({
        detail: expect.stringMatching(/paused by operator:jane: release freeze/),
      });
      const rollback = await migration.decide('rollback', { reason: 'errors' });
      expect(rollback.body).toMatchObject({ stage: 'legacy', paused: true });
    });

    it('back once when several operators take it back at the same time, and tells each that it is', async () => {
      const before = await migration.audit('capability=invoices&action=rollback&limit=500');
      const decisions = [1, 2, 3].map(() => migration.decide('rollback', { reason: 'errors' }));
      expect((await Promise.all(decisions)).map(({ status }) => status)).toEqual([200, 200, 200]);
      const again = await migration.decide('rollback', { reason: 'to be sure' });
      expect(again).toMatchObject({
        status: 200,
        body: { stage: 'legacy', override: { reason: 'errors', written: true } },
      });
      const after = await migration.audit('capability=invoices&action=rollback&limit=500');
      expect(after.items).toHaveLength(before.items.length + 1);
      expect(after.items[0]).toMatchObject({ metrics: { guardrails: { state: 'insufficient' } } });
    });

    it('with no reason that could forge a line of the audit', async () => {
      for (const reason of ['tidy\n2026-01-01 advance', 'up\u001b[A', 'a\u2028b', 'abc\u202ecba']) {
        const { status, body } = await migration.decide('pause', { reason });
        expect(status).toBe(400);
        expect(body).toMatchObject({ errors: [{ field: 'reason' }] });
      }
    });
  });

  it('pages and filters the audit, newest first', async () => {
    const first = await migration.audit('capability=invoices&limit=2');
    expect(first.items).toHaveLength(2);
    const second = await migration.audit(`capability=invoices&limit=2&before=${String(first.next)}`);
    expect(second.items[0]?.id).toBeLessThan(first.items[1]?.id ?? 0);
    const rollbacks = await migration.audit('action=rollback&origin=operator&actor=JAN');
    expect(new Set(rollbacks.items.map(({ action }) => action))).toEqual(new Set(['rollback']));
    expect(await migration.audit('since=2100-01-01T00:00:00Z')).toEqual({ items: [], next: null });
    expect((await migration.operate('/audit?limit=x')).status).toBe(400);
  });

  it('shows live what changes', async () => {
    await resume();
    const abort = new AbortController();
    const response = await fetch(`${migration.replica().managementUrl}/operations/v1/events`, {
      headers: { authorization: `Bearer ${await migration.operators.token()}` },
      signal: abort.signal,
    });
    expect(response.headers.get('content-type')).toMatch(/text\/event-stream/);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const chunk of response.body ?? []) seen.push(Buffer.from(chunk).toString());
    })().catch(() => undefined);
    await eventually(() => {
      expect(seen.join('')).toMatch(/event: status/);
    });
    await migration.decide('rollback', { reason: 'seen live' });
    await eventually(() => {
      expect(seen.join('')).toMatch(/seen live/);
    });
    abort.abort();
    await reading;
    await resume();
  });

  describe('the audit in the database', () => {
    it.each([
      ['changed', `update capability_audit set reason = 'nothing happened'`],
      ['removed', 'delete from capability_audit'],
      ['emptied', 'truncate capability_audit'],
      ['removed by replication', `set session_replication_role = replica; delete from capability_audit`],
    ])('cannot be %s, even by a superuser', async (_how, sql) => {
      const client = new pg.Client({ connectionString: migration.database.url });
      await client.connect();
      try {
        await expect(client.query(sql)).rejects.toThrow(/append-only/);
        const { rows } = await client.query<{ count: string }>('select count(*) from capability_audit');
        expect(Number(rows[0]?.count)).toBeGreaterThan(5);
      } finally {
        await client.end();
      }
    });
  });
});
