import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Postgres, startPostgres } from '@wellspring/testing/postgres';
import { Connections, runSql } from './database.ts';

const limit = 20;

let postgres: Postgres;
let url: string;
const dataDir = mkdtempSync(join(tmpdir(), 'connections-'));
const connections = new Connections();

beforeAll(async () => {
  postgres = await startPostgres({ dataDir });
  await postgres.createDatabase('lent');
  await runSql(postgres.url('lent'), `create role few login password 'few' connection limit ${limit}`);
  const few = new URL(postgres.url('lent'));
  few.username = 'few';
  few.password = 'few';
  url = few.href;
});
afterAll(async () => {
  await connections.giveBack();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('connections that are used up', () => {
  it('are all there were, and can be had again when they are given back', async () => {
    await connections.take(url);
    expect(connections.count).toBe(limit);
    await expect(runSql(url, 'select 1')).rejects.toMatchObject({ code: '53300' });
    await connections.giveBack();
    await runSql(url, 'select 1');
  });

  it('are not waited for without an end: whoever says something else is told of', async () => {
    await expect(connections.take(url.replace(':few', ':wrong'))).rejects.toThrow('password authentication failed');
    expect(connections.count).toBe(0);
  });
});
