import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Headers, Module, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createService, defineService, type Service } from '@wellspring/platform';
import { crash, eventually, type Postgres, startPostgres, startStandby } from '@wellspring/testing';
import pg from 'pg';
import { DatabaseSettings, IdempotencyKeys, migrate, PersistenceModule } from '../src/index.ts';
import { fast, LogLines } from './started-service.ts';
import { MovingAddress } from './moving-address.ts';

const options = { entities: [], migrations: [] };
const clients = 6;
const beforeCrash = 60;
const afterPromotion = 60;
/** That a connection may be waited for, and a statement after it. */
const acquireMs = 1_000;
const statementMs = 2_000;
const patient = { timeoutMs: 60_000 };

@Controller('orders')
class Orders {
  constructor(private readonly keys: IdempotencyKeys) {}

  /** Without its key it would be taken twice, since nothing else makes an order the only one. */
  @Post()
  async place(@Headers('idempotency-key') key: string, @Body() body: { number: number }): Promise<unknown> {
    const request = { method: 'POST', path: '/orders', body };
    const { status } = await this.keys.run({ key, customerId: 'C-1', request }, async (manager) => {
      await manager.query('insert into placed (number) values ($1)', [body.number]);
      return { status: 201, headers: {}, body: {} };
    });
    return { status };
  }
}

@Module({ imports: [PersistenceModule.forRoot(options)], controllers: [Orders] })
class AppModule {}

const definition = defineService({ name: 'under-test', module: AppModule, settings: [DatabaseSettings] });

interface Refusal {
  status: number;
  retryAfter: string | null;
  tookMs: number;
}

describe('a failover of the database', () => {
  let dataDir: string;
  let primary: Postgres;
  let standby: Postgres;
  let address: MovingAddress;
  let service: Service;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'wellspring-failover-'));
    primary = await startPostgres({ dataDir });
    await primary.createDatabase('orders');
    await run(primary, 'create table placed (number integer not null)');
    standby = await startStandby(primary);
    // What is acknowledged is on both: without this, a standby may lack what the primary said last.
    await run(primary, `alter system set synchronous_standby_names = 'standby'`);
    await run(primary, 'select pg_reload_conf()');
    await eventually(async () => {
      expect(await run(primary, 'select sync_state from pg_stat_replication')).toEqual([{ sync_state: 'sync' }]);
    }, patient);
    address = await MovingAddress.of(primary.port);
    const url = new URL(primary.url('orders'));
    url.port = String(address.port);
    const env = {
      DATABASE_URL: url.href,
      DB_ACQUIRE_TIMEOUT_MS: String(acquireMs),
      DB_STATEMENT_TIMEOUT_MS: String(statementMs),
    };
    await migrate(definition, { env });
    service = await createService(definition, { env: { ...fast, ...env }, logSink: new LogLines() });
    await service.start();
    await eventually(async () => expect(await readiness()).toMatchObject({ status: 200 }), patient);
  }, 240_000);

  afterAll(async () => {
    await service.stop();
    address.close();
    await standby.stop();
    await primary.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function readiness(): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${service.managementUrl}/health/ready`);
    return { status: response.status, body: await response.json() };
  }

  it('refuses for as long as it lasts, honestly and soon, and loses and doubles nothing', async () => {
    const placed: number[] = [];
    const refused: Refusal[] = [];
    let next = 0;
    let goOn = true;

    /** Like a customer's browser: the same order with the same key until it is told that it is placed. */
    const client = async (): Promise<void> => {
      while (goOn) {
        const number = (next += 1);
        for (;;) {
          const startedMs = performance.now();
          const response = await fetch(`${service.url}/orders`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'idempotency-key': `order-${number}` },
            body: JSON.stringify({ number }),
          });
          await response.text();
          if (response.ok) break;
          const retryAfter = response.headers.get('retry-after');
          refused.push({ status: response.status, retryAfter, tookMs: performance.now() - startedMs });
        }
        placed.push(number);
      }
    };
    const all = Promise.all(Array.from({ length: clients }, client));
    await eventually(() => expect(placed.length).toBeGreaterThan(beforeCrash), patient);

    // Of some it can only be asked afterwards whether they were placed.
    address.loseAnswersFrom('COMMIT');
    await eventually(async () => {
      expect((await run(primary, 'select from placed')).length).toBeGreaterThan(placed.length);
    }, patient);
    await crash(primary);
    address.leadNowhere();
    await eventually(() => expect(refused.length).toBeGreaterThan(clients), patient);
    // Out of its Service, nobody would be told anything.
    await eventually(
      async () => expect(await readiness()).toMatchObject({ status: 200, body: { status: 'degraded' } }),
      patient,
    );
    await run(standby, 'select pg_promote(true)');
    address.leadTo(standby.port);

    const placedBefore = placed.length;
    await eventually(() => expect(placed.length).toBeGreaterThan(placedBefore + afterPromotion), patient);
    goOn = false;
    await all;

    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(refused.filter(({ retryAfter }) => retryAfter === null)).toEqual([]);
    expect(Math.max(...refused.map(({ tookMs }) => tookMs))).toBeLessThan(4 * (acquireMs + statementMs));
    const rows = await run(
      standby,
      'select number, count(*)::int as times from placed group by number order by number',
    );
    expect(rows).toEqual(placed.sort((a, b) => a - b).map((number) => ({ number, times: 1 })));
    await eventually(
      async () => expect(await readiness()).toMatchObject({ status: 200, body: { status: 'ok' } }),
      patient,
    );
  }, 240_000);
});

async function run(server: Postgres, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url('orders') });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
