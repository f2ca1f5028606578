import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { copyServer, type Postgres, startPostgres } from '@wellspring/testing/postgres';
import pg from 'pg';
import { reconcileOrders, reconcilePayments } from './reconcile.ts';
import { restoreServer } from './restore.ts';

const minute = 60_000;

/** What the background systems know, by path. */
const known: Record<string, unknown> = {
  '/provider/charges/p-done': { state: 'captured', amountMinor: 100, currency: 'EUR' },
  '/engine/settlements/p-done': { settlementNo: 'S-1' },
  '/provider/charges/p-went-on': { state: 'captured', amountMinor: 100, currency: 'EUR' },
  '/engine/settlements/p-went-on': { settlementNo: 'S-2' },
  '/provider/charges/p-failed': { state: 'captured', amountMinor: 100, currency: 'EUR' },
  '/provider/charges/p-other': { state: 'captured', amountMinor: 999, currency: 'EUR' },
  '/provisioning/orders/o-done': { state: 'DONE' },
  '/provisioning/orders/o-went-on': { state: 'DONE' },
  '/provisioning/orders/o-promised': { state: 'ACCEPTED' },
};

let systems: Server;
let url = '';
let folder = '';
let original: Postgres;
let backup = '';
let between: Date;

async function run(server: Postgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url('portal') });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  systems = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const paid = { invoiceNo: 'I-lost', status: 'PAID', paidAt: new Date(Date.now() + minute).toISOString() };
    const earlier = { invoiceNo: 'I-earlier', status: 'PAID', paidAt: '2020-01-01T00:00:00Z' };
    const answer = path === '/engine/invoices' ? { items: [paid, earlier], next: 2, latest: 2 } : known[path];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? {}));
  }).listen(0, '127.0.0.1');
  await once(systems, 'listening');
  url = `http://127.0.0.1:${(systems.address() as AddressInfo).port}`;

  folder = await mkdtemp(join(tmpdir(), 'wellspring-drill-'));
  await chmod(folder, 0o755);
  const wal = join(folder, 'wal');
  await mkdir(wal);
  await chmod(wal, 0o777);
  const dataDir = join(folder, 'original');
  original = await startPostgres({ dataDir });
  await original.createDatabase('portal');
  await run(original, `alter system set archive_mode = 'on'`);
  await run(original, `alter system set archive_command = 'cp "%p" "${wal}/%f"'`);
  await original.stop();
  original = await startPostgres({ dataDir });
  await run(original, 'create table payment (id text, bill_id text, state text, amount_minor bigint, currency text)');
  await run(original, 'create table product_change (id text, state text)');
  backup = await copyServer(original, 'recovery.signal', {});
  for (const [id, state] of [
    ['p-done', 'done'],
    ['p-went-on', 'pending'],
    ['p-failed', 'failed'],
    ['p-other', 'done'],
    ['p-untouched', 'pending'],
    ['p-lost-there', 'done'],
  ]) {
    await run(original, `insert into payment values ('${id}', 'I-${id}', '${state}', 100, 'EUR')`);
  }
  await run(
    original,
    `insert into product_change values ('o-done', 'done'), ('o-went-on', 'pending'), ('o-promised', 'pending'), ('o-lost-there', 'done')`,
  );
  const [now] = await run(original, 'select clock_timestamp() as at');
  between = now?.['at'] as Date;
  await run(original, `insert into payment values ('p-after', 'I-lost', 'done', 100, 'EUR')`);
  await run(original, 'select pg_switch_wal()');
  await eventually(async () => {
    const [archived] = await run(
      original,
      "select archived_count > 0 and last_failed_wal is null as ok, (select count(*) from pg_ls_archive_statusdir() where name like '%.ready') as waiting from pg_stat_archiver",
    );
    expect(archived).toEqual({ ok: true, waiting: '0' });
  });
});

afterAll(async () => {
  systems.close();
  await original.stop();
  for (const each of [folder, backup]) await rm(each, { recursive: true, force: true });
});

describe('a restore drill', () => {
  it('brings back what was there at that time, and says what the background systems know otherwise', async () => {
    const password = await readFile(join(backup, 'password'), 'utf8');
    const restored = await restoreServer({
      backup: join(backup, 'cluster'),
      wal: join(folder, 'wal'),
      to: between,
      password,
    });
    try {
      const ids = (await run(restored, 'select id from payment order by id')).map(({ id }) => id);
      expect(ids).toEqual(['p-done', 'p-failed', 'p-lost-there', 'p-other', 'p-untouched', 'p-went-on']);

      const payments = await reconcilePayments(
        restored.url('portal'),
        { provider: `${url}/provider`, billingEngine: `${url}/engine` },
        between,
      );
      expect(payments.map(({ id, here, then }) => `${id} ${here}: ${then.split(':')[0]}`).sort()).toEqual([
        'bill I-lost not known: nothing, if the bill is shown as paid',
        'p-failed failed: a person looks',
        'p-lost-there done: a person looks',
        'p-other done: a person looks',
        'p-went-on pending: nothing',
      ]);
      const orders = await reconcileOrders(restored.url('portal'), `${url}/provisioning`);
      expect(orders.map(({ id, here, there }) => `${id}: ${here}, ${there}`).sort()).toEqual([
        'o-lost-there: done, not known',
        'o-went-on: pending, DONE',
      ]);
    } finally {
      await restored.stop();
    }
  });

  it('fails, and says why, when the log does not reach that far', async () => {
    const password = await readFile(join(backup, 'password'), 'utf8');
    const empty = join(folder, 'empty');
    await mkdir(empty);
    await writeFile(join(empty, 'nothing'), '');
    const to = new Date(Date.now() + minute);
    await expect(restoreServer({ backup: join(backup, 'cluster'), wal: empty, to, password })).rejects.toThrow(
      /recovery ended before configured recovery target was reached/,
    );
  });
});
