import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, faultProxy, type FaultProxy } from '@wellspring/testing';
import pg from 'pg';
import { MigrationUnderTest } from '../support/migration-under-test.ts';

const file = (stage: string): string => `
capabilities:
  invoices:
    stage: ${stage}
    routes: [{ path: /invoices, legacy: legacy-portal, new: portal }]
    canary: { percent: 100 }
    guardrails: { window: 10s, minRequests: 30, maxErrorRateDelta: 0.1 }
fixed: [{ path: /, upstream: legacy-portal }]
`;

const three = [0, 1, 2];

describe('three replicas', () => {
  let migration: MigrationUnderTest;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file('canary'), 3);
  });

  afterAll(async () => {
    await migration.stop();
  });

  afterEach(async () => {
    migration.upstreams.portal.reset();
    await migration.write(file('canary'));
    await migration.decide('resume', { reason: 'next test' });
    await eventually(async () => {
      for (const replica of three) expect((await migration.capability(replica)).stage).toBe('canary');
    });
  });

  async function answers(): Promise<string[]> {
    return Promise.all(three.map(async (replica) => (await migration.visit('/invoices', replica)).text));
  }

  async function everywhere(side: string): Promise<void> {
    await eventually(async () => {
      expect(await answers()).toEqual([side, side, side]);
    });
  }

  it('all follow a decision made on one', async () => {
    await everywhere('portal');
    const decidedAt = performance.now();
    await migration.decide('rollback', { reason: 'errors' }, { replica: 1 });
    await everywhere('legacy');
    // A second is what is promised; the machine that tests may be slow.
    expect(performance.now() - decidedAt).toBeLessThan(8_000);
  });

  it('all follow a change of the file, which is in the audit once', async () => {
    await migration.write(file('new'));
    await eventually(async () => {
      for (const replica of three) expect((await migration.capability(replica)).stage).toBe('new');
    });
    await eventually(async () => {
      expect(await migration.lastDecision()).toMatchObject({
        action: 'file',
        actor: 'file',
        from: { stage: 'canary' },
        to: { stage: 'new' },
      });
    });
    const { items } = await migration.audit('capability=invoices&origin=file');
    expect(items.filter(({ to }) => to.stage === 'new')).toHaveLength(1);
  });

  it('all keep what is in force when the file is bad', async () => {
    await migration.write(file('nowhere'));
    await eventually(async () => {
      const { body } = await migration.operate('/capabilities');
      expect(body).toMatchObject({ file: { refused: { errors: [{ line: 4, key: 'capabilities.invoices.stage' }] } } });
    });
    expect(await answers()).toEqual(['portal', 'portal', 'portal']);
  });

  it('judge by the traffic of all, act once, and stay back when the fault comes and goes', async () => {
    migration.upstreams.portal.handler = (_request, response) => {
      response.writeHead(500).end('portal is broken');
    };
    // Fifteen requests for each: too few for any of them alone.
    for (let round = 0; round < 15; round++) await answers();
    await eventually(async () => {
      for (const replica of three) expect((await migration.capability(replica)).stage).toBe('legacy');
    });
    expect(await migration.lastDecision('capability=invoices&origin=guardrail')).toMatchObject({
      action: 'rollback',
      actor: 'guardrail',
      from: { stage: 'canary', percent: 100 },
      to: { stage: 'legacy' },
      // How much is allowed depends on whether the old side has been measured by then.
      reason: expect.stringMatching(
        /^\d+\.\d % of requests (just now )?fail on the new side \(\d+ of \d+\), \d+\.\d % allowed/,
      ),
      metrics: { guardrails: { new: { errors: expect.any(Number) } } },
    });
    migration.upstreams.portal.reset();
    for (let round = 0; round < 10; round++) expect(await answers()).toEqual(['legacy', 'legacy', 'legacy']);
    const { items } = await migration.audit('capability=invoices&origin=guardrail');
    expect(items).toHaveLength(1);
  });
});

describe('a database that goes away', () => {
  let migration: MigrationUnderTest;
  let proxy: FaultProxy;
  let url: string;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file('canary'), 0);
    proxy = await faultProxy({ target: migration.database.url });
    url = proxy.url;
  });

  afterAll(async () => {
    proxy.healthy();
    await migration.stop();
    await proxy.close();
  });

  async function decideElsewhere(stage: string): Promise<void> {
    const client = new pg.Client({ connectionString: migration.database.url });
    await client.connect();
    await client.query(
      `insert into capability_override as known (capability, version, stage, percent, cause, reason, actor)
       values ('invoices', 1, $1, 100, 'operator', 'elsewhere', 'operator:joe')
       on conflict (capability) do update set version = known.version + 1, stage = excluded.stage`,
      [stage],
    );
    await client.end();
  }

  it('leaves the last known decision in force, and its decisions are caught up with', async () => {
    await decideElsewhere('legacy');
    const replica = await migration.startReplica({ DATABASE_URL: url, DB_ACQUIRE_TIMEOUT_MS: '300' });
    expect((await migration.visit()).text).toBe('legacy');

    proxy.reset();
    await eventually(async () => {
      const { body } = await migration.operate('/capabilities');
      expect(body).toMatchObject({ decisions: { connected: false } });
    });
    expect((await migration.visit()).text).toBe('legacy');
    expect((await migration.decide('resume', { reason: 'too early' })).status).toBe(503);
    expect((await fetch(`${replica.managementUrl}/health/ready`)).status).toBe(200);

    await decideElsewhere('new');
    expect((await migration.visit()).text).toBe('legacy');
    proxy.healthy();
    await eventually(async () => {
      expect((await migration.visit()).text).toBe('portal');
    });
  });

  it("does not hold a person's rollback up by being silent", async () => {
    await decideElsewhere('canary');
    await migration.startReplica({ DATABASE_URL: url });
    const started = migration.replicas.length - 1;
    expect((await migration.visit('/invoices', started)).text).toBe('portal');

    proxy.hang();
    const decidedAt = performance.now();
    const call = { replica: started };
    const { status, body } = await migration.decide('rollback', { reason: 'customers complain' }, call);
    expect(performance.now() - decidedAt).toBeLessThan(9_000);
    expect(status).toBe(200);
    expect(body).toMatchObject({ stage: 'legacy', override: { reason: 'customers complain', written: false } });
    expect((await migration.visit('/invoices', started)).text).toBe('legacy');
    const again = await migration.decide('rollback', { reason: 'customers still complain' }, call);
    expect(again).toMatchObject({ status: 200, body: { override: { reason: 'customers complain' } } });

    proxy.healthy();
    await eventually(async () => {
      expect(await migration.lastDecision()).toMatchObject({ action: 'rollback', reason: 'customers complain' });
      expect(await migration.capability(started)).toMatchObject({ stage: 'legacy', override: { written: true } });
    });
  });

  it('does not hold a guardrail up by being silent', async () => {
    await decideElsewhere('canary');
    await migration.startReplica({ DATABASE_URL: url });
    const started = migration.replicas.length - 1;
    expect((await migration.visit('/invoices', started)).text).toBe('portal');

    proxy.hang();
    migration.upstreams.portal.handler = (_request, response) => {
      response.writeHead(500).end('portal is broken');
    };
    const brokeAt = performance.now();
    await eventually(async () => {
      await migration.visit('/invoices', started);
      expect((await migration.visit('/invoices', started)).text).toBe('legacy');
      expect(migration.upstreams.portal.seen.length).toBeGreaterThan(30);
      const asked = migration.upstreams.portal.seen.length;
      await migration.visit('/invoices', started);
      expect(migration.upstreams.portal.seen).toHaveLength(asked);
    });
    // A statement is given up after ten.
    expect(performance.now() - brokeAt).toBeLessThan(9_000);
    proxy.healthy();
    migration.upstreams.portal.reset();
    await eventually(async () => {
      expect(await migration.lastDecision('origin=guardrail')).toMatchObject({ action: 'rollback' });
    });
  });

  it('does not keep a replica from starting by the file, nor a guardrail from acting', async () => {
    await decideElsewhere('canary');
    proxy.reset();
    await migration.startReplica({ DATABASE_URL: url, DB_ACQUIRE_TIMEOUT_MS: '300' });
    const started = migration.replicas.length - 1;
    expect((await migration.visit('/invoices', started)).text).toBe('portal');

    migration.upstreams.portal.handler = (_request, response) => {
      response.writeHead(500).end('portal is broken');
    };
    await eventually(async () => {
      await migration.visit('/invoices', started);
      expect(await migration.capability(started)).toMatchObject({ stage: 'legacy', override: { cause: 'guardrail' } });
    });
    // Whether it is written is seen where the database is.
    proxy.healthy();
    await eventually(async () => {
      expect(await migration.capability(started)).toMatchObject({ stage: 'legacy', override: { cause: 'guardrail' } });
      expect(await migration.lastDecision('origin=guardrail')).toMatchObject({ action: 'rollback' });
    });
  });
});
