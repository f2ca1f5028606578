import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing/eventually';
import { build, demoPassword, startStack, type Stack, workspaceRoot } from '../../stack/index.ts';
import { Browser } from '../../traffic/browser.ts';
import { declaredPaths } from './declared-paths.ts';

/** What nobody but this test sends: if it is in a log, so would be what a customer sends. */
const mark = 'Jané Märk';
const plainMark = 'jane-mark';
const encoded = encodeURIComponent(mark);
const query = `?q=${encoded}&lang=${plainMark}&state=${plainMark}&${plainMark}=1`;
const leak = /jan[eé][ -]m[aä]rk|jan%c3%a9/i;
const form = { login: `${plainMark}@example.com`, note: mark, [plainMark]: mark };

let folder: string;
let stack: Stack;
const paths = declaredPaths(workspaceRoot).map((path) => path.replaceAll(/:\w+/g, encoded));

beforeAll(async () => {
  await build();
  folder = mkdtempSync(join(tmpdir(), 'personal-data-'));
  const overrides = Object.fromEntries(
    ['billing', 'gateway', 'identity', 'portal', 'console'].map((app) => [app, debug]),
  );
  stack = await startStack({ dataDir: folder, ports: 'free', durable: false, overrides });
}, 600_000);

const debug = { LOG_LEVEL: 'debug' };

afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it('knows the paths of the services', () => {
  expect(paths).toEqual(
    expect.arrayContaining(['/tmf-api/paymentMethod/v4/paymentMethod', '/operations/v1/sessions', '/health/ready']),
  );
});

it('finds nothing of what is sent in any line of any service', async () => {
  await asCustomer();
  const services = stack.apps.filter(({ kind }) => kind === 'service').map(({ name }) => name);
  await Promise.all(
    services.flatMap((name) => [asStranger(stack.url(name)), asStranger(stack.url(name, 'management'))]),
  );
  await everythingIsLogged(services);

  const leaks = logLines(services).filter((line) => leak.test(line));
  expect(leaks.slice(0, 10)).toEqual([]);
}, 900_000);

/** Signed in, so that requests get past the gateway and to the services' own code. */
async function asCustomer(): Promise<void> {
  const origin = stack.url('gateway');
  const browser = new Browser();
  const page = await browser.open(new URL(`/signin${query}`, origin));
  const action = /<form method="post" action="([^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&');
  if (action === undefined) throw new Error(`${page.url.href} is no sign-in page (${page.status})`);
  await browser.open(new URL(action, page.url), { login: `${plainMark}@example.com`, password: mark });
  await browser.open(new URL(action, page.url), { login: 'c-1001@example.com', password: demoPassword });
  for (const path of paths.filter((each) => !/sign-?out|logout/i.test(each))) {
    await browser.open(new URL(path + query, origin)).catch(() => undefined);
    await browser.open(new URL(`${path};jsessionid=${plainMark}${query}`, origin), form).catch(() => undefined);
  }
}

/** With everything a request can have, told to the services themselves. */
async function asStranger(origin: string): Promise<void> {
  const headers = Object.fromEntries(
    ['user-agent', 'referer', 'cookie', 'accept-language', 'idempotency-key', 'x-forwarded-for', plainMark].map(
      (name) => [name, plainMark],
    ),
  );
  for (const path of paths) {
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

async function everythingIsLogged(services: string[]): Promise<void> {
  const last = `${plainMark.length}-the-end`;
  for (const name of services) await fetch(`${stack.url(name)}/${last}`);
  await eventually(() => {
    const lines = logLines(services);
    for (const name of services) {
      if (!lines.some((line) => line.includes(last) && line.includes(`"service.name":"${name}"`))) {
        throw new Error(`${name} has not logged its last request`);
      }
    }
  });
}

function logLines(services: string[]): string[] {
  return globSync(
    services.map((name) => `**/${name}*.log`),
    { cwd: folder },
  ).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
}
