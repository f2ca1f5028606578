import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing/postgres';
import { resolve } from 'node:path';

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs an entry point as a process of its own; `onLine` sees its log while it runs. */
async function run(
  entry: string,
  env: Record<string, string>,
  onLine: (line: string, stop: () => void) => void = () => undefined,
): Promise<Ended> {
  const script = resolve(import.meta.dirname, '../src', entry);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], { env });
  child.stdout.on('data', (chunk: Buffer) => {
    onLine(chunk.toString(), () => void child.kill('SIGTERM'));
  });
  const [, stdout, stderr] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { code: child.exitCode, stdout, stderr };
}

describe('the process', () => {
  let database: TemporaryDatabase;

  beforeAll(async () => {
    database = await temporaryDatabase('backoffice');
  });
  afterAll(() => database.drop());

  it('ends with 78 and one line naming every bad variable', async () => {
    const { code, stderr } = await run('main.ts', { PORT: 'x' });
    expect(code).toBe(78);
    expect(stderr).toMatch(/^backoffice: bad configuration: PORT: .*; DATABASE_URL: .*; CUSTOMER_PASSWORD: [^\n]*\n$/);
  });

  it('ends with 65 and the reason when the file of customers cannot be read', async () => {
    const { code, stderr } = await run('migrate.ts', { DATABASE_URL: database.url, CUSTOMERS_CSV: '/no/such.csv' });
    expect({ code, stderr }).toEqual({ code: 65, stderr: 'backoffice: /no/such.csv: there is no such file\n' });
  });

  it('migrates, starts, logs JSON lines and stops cleanly on SIGTERM', async () => {
    const env = { DATABASE_URL: database.url, CUSTOMERS: '3', CUSTOMER_PASSWORD: 'long enough', PORT: '0' };
    expect(await run('migrate.ts', env)).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await run('main.ts', env, (line, stop) => {
      if (line.includes('listening')) stop();
    });
    expect(code).toBe(0);
    const messages = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message);
    expect(messages).toEqual([expect.stringMatching(/^listening on http/), 'stopping', 'stopped']);
  });
});
