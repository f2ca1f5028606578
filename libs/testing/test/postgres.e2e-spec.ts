import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { eventually, startPostgres, temporaryDatabase } from '../src/index.ts';

// Processes are started; a busy machine takes its time.
jest.setTimeout(60_000);

const directories: string[] = [];

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'wellspring-postgres-spec-'));
  directories.push(path);
  await chmod(path, 0o755);
  return join(path, 'data');
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A separate process that starts a server and prints its URL, so that it can be killed. */
async function elsewhere(dataDir: string, persistent: boolean): Promise<{ process: ChildProcess; url: string }> {
  const program = `
    const { startPostgres } = await import('@wellspring/testing/postgres');
    const server = await startPostgres(${JSON.stringify({ dataDir, persistent })});
    console.log(server.url());
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
  return { process: child, url: String(lines[0]) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

afterEach(async () => {
  for (const path of directories.splice(0)) await rm(path, { recursive: true, force: true });
});

describe('startPostgres', () => {
  it('keeps the data of a persistent server between starts', async () => {
    const dataDir = await directory();
    const first = await startPostgres({ dataDir });
    await first.createDatabase('billing');
    await query(first.url('billing'), 'CREATE TABLE bill AS SELECT 42 AS amount');
    await first.stop();

    const second = await startPostgres({ dataDir });
    await second.createDatabase('billing');
    expect(await query(second.url('billing'), 'SELECT amount FROM bill')).toEqual([{ amount: 42 }]);
    await second.stop();
  });

  it('writes safely when persistent, and only then', async () => {
    const persistent = await startPostgres({ dataDir: await directory() });
    const temporary = await startPostgres();
    expect(await query(persistent.url(), 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(temporary.url(), 'SHOW fsync')).toEqual([{ fsync: 'off' }]);
    await persistent.stop();
    await temporary.stop();
  });

  it('recovers after the process that started it was killed', async () => {
    const dataDir = await directory();
    const killed = await elsewhere(dataDir, true);
    await query(killed.url, 'CREATE TABLE bill AS SELECT 42 AS amount');
    await kill(killed.process);

    const server = await startPostgres({ dataDir });
    expect(await query(server.url(), 'SELECT amount FROM bill')).toEqual([{ amount: 42 }]);
    await server.stop();
  });

  it('tells that a server ended by itself, with its last words, and not that it was stopped', async () => {
    const dataDir = await directory();
    const server = await startPostgres({ dataDir });
    const lock = await readFile(join(await realpath(dataDir), 'cluster/postmaster.pid'), 'utf8');
    process.kill(Number(lock.split('\n')[0]), 'SIGKILL');
    expect(await server.ended).toContain('database system is ready to accept connections');
    await server.stop();

    const stopped = await startPostgres();
    const told = jest.fn();
    void stopped.ended.then(told);
    await stopped.stop();
    expect(told).not.toHaveBeenCalled();
  });

  it('is not fooled by a lock file whose process id now belongs to something else', async () => {
    const dataDir = await directory();
    await (await startPostgres({ dataDir })).stop();
    await writeFile(join(dataDir, 'cluster', 'postmaster.pid'), `${process.pid}\n${join(dataDir, 'cluster')}\n`);

    const server = await startPostgres({ dataDir });
    expect(await query(server.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('says who is using the data directory instead of touching it', async () => {
    const dataDir = await directory();
    const other = await elsewhere(dataDir, true);
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      new RegExp(`is in use: .* was started by process ${other.process.pid ?? 0}`),
    );
    expect(await query(other.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await kill(other.process);
    await (await startPostgres({ dataDir })).stop();
  });

  it('takes a temporary server and its files along when its process is killed', async () => {
    const dataDir = await directory();
    const killed = await elsewhere(dataDir, false);
    const pid = Number((await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0]);
    await kill(killed.process);
    await eventually(
      () => {
        expect(existsSync(dataDir)).toBe(false);
      },
      { timeoutMs: 30_000 },
    );
    await expect(query(killed.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    expect(() => process.kill(pid, 'SIGCONT')).toThrow(/ESRCH/);
  });

  it('works below a directory that only its owner may enter', async () => {
    const dataDir = await directory();
    await chmod(dirname(dataDir), 0o700);
    const first = await startPostgres({ dataDir });
    await query(first.url(), 'CREATE TABLE bill ()');
    await first.stop();

    const second = await startPostgres({ dataDir });
    expect(await query(second.url(), 'SELECT * FROM bill')).toEqual([]);
    await second.stop();

    const place = await realpath(dataDir);
    await rm(dataDir, { recursive: true });
    const fresh = await startPostgres({ dataDir });
    await expect(query(fresh.url(), 'SELECT * FROM bill')).rejects.toThrow(/does not exist/);
    await fresh.stop();

    await rm(dataDir, { recursive: true });
    const other = join(dirname(dataDir), 'other');
    await (await startPostgres({ dataDir: other, persistent: false })).stop();
    // Only as root does the data live apart from where it was asked for.
    expect(existsSync(place)).toBe(false);
  });

  it('names the port that is in use', async () => {
    const first = await startPostgres();
    await expect(startPostgres({ port: first.port })).rejects.toThrow(`Port ${first.port} is in use`);
    await first.stop();
  });

  it('refuses data of another major version instead of damaging it', async () => {
    const dataDir = await directory();
    await (await startPostgres({ dataDir })).stop();
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '15\n');
    await expect(startPostgres({ dataDir })).rejects.toThrow(/holds data of PostgreSQL 15, but PostgreSQL \d+ is/);
  });
});

describe('temporaryDatabase', () => {
  it('gives every caller an empty database on one server', async () => {
    const [one, two] = await Promise.all([temporaryDatabase('one'), temporaryDatabase('two')]);
    await query(one.url, 'CREATE TABLE bill ()');
    await query(two.url, 'CREATE TABLE bill ()');
    expect(new URL(one.url).port).toBe(new URL(two.url).port);
    await one.drop();
    await two.drop();
    await expect(query(one.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  });

  it('drops a database somebody is still connected to', async () => {
    const database = await temporaryDatabase();
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => undefined);
    await client.connect();
    await database.drop();
    await expect(client.query('SELECT 1')).rejects.toThrow(/terminat|not queryable/);
  });
});
