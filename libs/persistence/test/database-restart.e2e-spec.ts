import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, type Postgres, startPostgres } from '@wellspring/testing';
import { DataSource } from 'typeorm';
import { Database } from '../src/index.ts';
import { databaseOnly, serviceWith, type Started, startMigrated } from './started-service.ts';

describe('a restart of the database', () => {
  let dataDir: string;
  let server: Postgres;
  let started: Started;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'wellspring-restart-'));
    server = await startPostgres({ dataDir });
    await server.createDatabase('restarted');
    started = await startMigrated(serviceWith(databaseOnly), server.url('restarted'), { DB_ACQUIRE_TIMEOUT_MS: '500' });
  });

  afterAll(async () => {
    await started.service.stop();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('costs neither readiness nor a restart of the process, and is told while it lasts', async () => {
    const db = started.service.get(Database);
    const lent = await Promise.all([db.pool.connect(), db.pool.connect()]);
    for (const client of lent) client.release();
    await eventually(async () => {
      expect((await started.ready()).status).toBe(200);
    });

    await server.stop();
    await eventually(async () => {
      expect(await started.ready()).toMatchObject({
        status: 200,
        body: { status: 'degraded', details: { database: { status: 'degraded' } } },
      });
    });

    server = await startPostgres({ dataDir, port: server.port });
    await eventually(async () => {
      expect(await started.ready()).toMatchObject({ status: 200, body: { status: 'ok' } });
    });
    expect(await db.query({ text: 'select 1 as one' })).toEqual([{ one: 1 }]);
    expect(await started.service.get(DataSource).query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
