import { temporaryDatabase } from '@wellspring/testing/postgres';
import { Pool } from 'pg';
import { readMigrationConfig, readServerConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { prepareDatabase } from '../src/prepare.ts';
import { createServer } from '../src/server.ts';

export const password = 'correct horse';

export interface LogLine {
  level: string;
  message: string;
  [field: string]: unknown;
}

export interface Answer {
  status: number;
  headers: Headers;
  // The tests say what they expect of it.
  body: unknown;
}

export interface Backoffice {
  url: string;
  db: Pool;
  logs: LogLine[];
  prepare(env?: Record<string, string>): Promise<void>;
  get(path: string): Promise<Answer>;
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  stop(): Promise<void>;
}

/** The background systems over real HTTP, on a database of their own. */
export async function startBackoffice(env: Record<string, string> = {}): Promise<Backoffice> {
  const database = await temporaryDatabase('backoffice');
  const logs: LogLine[] = [];
  const log = createLog('info', (line) => void logs.push(JSON.parse(line) as LogLine));
  const prepare = (change: Record<string, string> = {}): Promise<void> =>
    prepareDatabase(
      readMigrationConfig({
        DATABASE_URL: database.url,
        REFERENCE_DATE: '2026-11-23',
        CUSTOMERS: '20',
        ...env,
        ...change,
      }),
      log,
    );
  await prepare();
  const app = createServer(
    readServerConfig({
      DATABASE_URL: database.url,
      CUSTOMER_PASSWORD: password,
      PROVISIONING_DELAY_MS: '0',
      SIM_DELIVERY_MS: '0',
    }),
    log,
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const db = new Pool({ connectionString: database.url, max: 2 });

  const call = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body };
  };
  return {
    url,
    db,
    logs,
    prepare,
    get: (path) => call(path, {}),
    send: (method, path, body, headers = {}) =>
      call(path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    stop: async () => {
      await app.close();
      await db.end();
      await database.drop();
    },
  };
}
