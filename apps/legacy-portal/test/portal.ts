import { temporaryDatabase } from '@wellspring/testing/postgres';
import { Client } from 'pg';
import { readServerConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { upgradeSchema } from '../src/schema.ts';
import { createServer } from '../src/server.ts';
import { type FakeBackoffice, password, startFakeBackoffice } from './fake-backoffice.ts';

export interface RunningPortal {
  url: string;
  databaseUrl: string;
  backoffice: FakeBackoffice;
  stop(): Promise<void>;
}

/** The old portal over real HTTP, on a database of its own, in front of fake background systems. */
export async function startPortal(env: Record<string, string> = {}): Promise<RunningPortal> {
  const database = await temporaryDatabase('legacy_portal');
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await upgradeSchema(client);
  await client.end();

  const backoffice = await startFakeBackoffice();
  const config = readServerConfig({
    DATABASE_URL: database.url,
    BACKOFFICE_URL: backoffice.url,
    BACKOFFICE_TIMEOUT_MS: '2000',
    RENDER_DELAY_MS: '0',
    ...env,
  });
  const app = await createServer(
    config,
    createLog('error', () => undefined),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    databaseUrl: database.url,
    backoffice,
    stop: async () => {
      await app.close();
      await backoffice.close();
      await database.drop();
    },
  };
}

export interface Page {
  status: number;
  headers: Response['headers'];
  location: string | null;
  html: string;
}

interface Sent {
  method?: 'POST';
  body?: URLSearchParams;
  headers: Record<string, string>;
}

/** A browser without eyes: keeps cookies, follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();
  private readonly url: string;

  constructor(portal: { url: string }) {
    this.url = portal.url;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.go(path, { headers });
  }

  post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> {
    return this.go(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  async signIn(email = 'c-1001@example.com', wanted = '/invoices'): Promise<Page> {
    const form = await this.get(`/signin?return=${encodeURIComponent(wanted)}`);
    return this.post('/signin', { ...hiddenFields(form.html), email, password });
  }

  private async go(path: string, init: Sent): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(`${this.url}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const { status } = response;
    return {
      status,
      headers: response.headers,
      location: response.headers.get('location'),
      html: await response.text(),
    };
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    const expires = attributes.find((attribute) => attribute.startsWith('Expires='))?.slice('Expires='.length);
    if (expires !== undefined && Date.parse(expires) <= Date.now()) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export function hiddenFields(html: string): Record<string, string> {
  const fields = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]));
}

/** The rows of the invoice list, as the edge's parity check reads them. */
export function invoiceRows(html: string): Record<string, string>[] {
  const [, table = ''] = /<table class="invoices[^>]*>([\s\S]*?)<\/table>/.exec(html) ?? [];
  return [...table.matchAll(/<tr data-no="([^"]*)"[^>]*>([\s\S]*?)<\/tr>/g)].map(([, no = '', row = '']) => ({
    no,
    ...Object.fromEntries(
      ['date', 'due', 'amount', 'status'].map((name) => [
        name,
        new RegExp(`<td class="${name}">([^<]*)</td>`).exec(row)?.[1] ?? '',
      ]),
    ),
  }));
}
