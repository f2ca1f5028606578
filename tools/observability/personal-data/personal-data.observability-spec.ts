import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { build, demoPassword, readTopology, startStack, type Stack, workspaceRoot } from '../../stack/index.ts';
import { Browser } from '../../traffic/browser.ts';
import { patient } from '../testing/patient.ts';
import { declaredPaths, routesIn } from './swept-paths.ts';

/** What nobody but this test sends: if it is in a log, so would be what a customer sends. */
const mark = 'Jané Märk';
const plainMark = 'jane-mark';
const encoded = encodeURIComponent(mark);
const query = `?q=${encoded}&lang=${plainMark}&state=${plainMark}&${plainMark}=1`;
const leak = /jan[eé][ -]m[aä]rk|jan%c3%a9/i;
const form = { login: `${plainMark}@example.com`, note: mark, [plainMark]: mark };

/** Against whom somebody has to act: whoever was refused, and whoever signed in or tried to. */
const actionsWithAddress = new Set(['refuse', 'limit', 'sign-in']);
const debug = { LOG_LEVEL: 'debug' };
const services = readTopology()
  .filter(({ kind }) => kind === 'service')
  .map(({ name }) => name);

let folder: string;
let stack: Stack;
let paths: string[];

beforeAll(async () => {
  await build();
  folder = mkdtempSync(join(tmpdir(), 'personal-data-'));
  const overrides = Object.fromEntries(services.map((name) => [name, debug]));
  stack = await startStack({ dataDir: folder, ports: 'free', durable: false, overrides });
  const routes = routesIn(logLines().join('\n'));
  paths = [...new Set([...declaredPaths(workspaceRoot), ...routes])];
});

afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('knows the paths of the services, and the pages', () => {
  expect(paths).toEqual(
    expect.arrayContaining([
      '/tmf-api/paymentMethod/v4/paymentMethod',
      '/tmf-api/productInventory/v4/product/:id/puk',
      '/tmf-api/usageManagement/v4/usage/:id',
      '/operations/v1/sessions/end',
      '/operations/v1/payments/:id/:action',
      '/operations/v1/references/:reference',
      '/invoices/:id',
      '/health/ready',
    ]),
  );
});

describe('after every path was asked for with marks in all that can be sent', () => {
  beforeAll(async () => {
    const marked = paths.map((path) => path.replaceAll(/:\w+/g, encoded));
    await asCustomer(marked);
    const origins = services.flatMap((name) => [stack.url(name), stack.url(name, 'management')]);
    await Promise.all(origins.map((origin) => asStranger(origin, marked)));
    await everythingIsLogged();
  });

  it('no line of any service has a mark in it', () => {
    const leaks = logLines().filter((line) => leak.test(line));
    expect(leaks.slice(0, 10)).toEqual([]);
  });

  it('an address is in lines about refusals and sign-ins, and in no others', () => {
    const withAddress = logLines().flatMap((line) => (line.includes('"client.ip"') ? [JSON.parse(line) as Line] : []));
    const actions = new Set(withAddress.map((line) => line['event.action']));
    expect(actions.has('sign-in')).toBe(true);
    expect([...actions].filter((action) => !actionsWithAddress.has(action))).toEqual([]);
  });
});

interface Line {
  'event.action': string;
}

/** Signed in, so that requests get past the gateway and to the services' own code. */
async function asCustomer(marked: string[]): Promise<void> {
  const origin = stack.url('gateway');
  const browser = new Browser();
  const page = await browser.open(new URL(`/signin${query}`, origin));
  const action = /<form method="post" action="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&');
  if (action === undefined) throw new Error(`${page.url.href} is no sign-in page (${page.status})`);
  await browser.open(new URL(action, page.url), { login: `${plainMark}@example.com`, password: mark });
  await browser.open(new URL(action, page.url), { login: 'c-1001@example.com', password: demoPassword });
  for (const path of marked.filter((each) => !/sign-?out|logout/i.test(each))) {
    await browser.open(new URL(path + query, origin)).catch(() => undefined);
    await browser.open(new URL(`${path};jsessionid=${plainMark}${query}`, origin), form).catch(() => undefined);
  }
}

/** With everything a request can have, told to the services themselves. */
async function asStranger(origin: string, marked: string[]): Promise<void> {
  const headers = Object.fromEntries(
    ['user-agent', 'referer', 'cookie', 'accept-language', 'idempotency-key', 'x-forwarded-for', plainMark].map(
      (name) => [name, plainMark],
    ),
  );
  for (const path of marked) {
    for (const [method, type, body] of [
      ['GET', undefined, undefined],
      ['POST', 'application/json', JSON.stringify(form)],
      ['PATCH', 'application/merge-patch+json', `{"broken ${mark}`],
      ['DELETE', undefined, undefined],
    ] as const) {
      const answer = await fetch(`${origin}${path}${query}`, {
        method,
        redirect: 'manual',
        headers: { ...headers, ...(type && { 'content-type': type }) },
        ...(body && { body }),
        signal: AbortSignal.timeout(20_000),
      }).catch(() => undefined);
      // An open stream of events never ends.
      await answer?.body?.cancel();
    }
  }
}

async function everythingIsLogged(): Promise<void> {
  const last = `${plainMark.length}-the-end`;
  for (const name of services) await fetch(`${stack.url(name)}/${last}`);
  await eventually(() => {
    const lines = logLines();
    for (const name of services) {
      if (!lines.some((line) => line.includes(last) && line.includes(`"service.name":"${name}"`))) {
        throw new Error(`${name} has not logged its last request`);
      }
    }
  }, patient);
}

function logLines(): string[] {
  return globSync(
    services.map((name) => `**/${name}*.log`),
    { cwd: folder },
  ).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
}
