import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { Browser } from '../support/browser.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { PhpLikePortal, phpLikeProfile } from '../support/php-like-portal.ts';

let gateway: GatewayUnderTest;
/** What the new side goes on answering, in the order it was asked. */
let underWay: ServerResponse[];

beforeAll(async () => {
  gateway = await startGateway({}, {}, { 'legacy-portal': { ...phpLikeProfile, bridge: { mode: 'off' } } });
});
beforeEach(() => {
  gateway.reset();
  underWay = [];
  gateway.legacy.handler = new PhpLikePortal().handler;
  gateway.portal.handler = ({ url }, response) => {
    response.writeHead(200, { 'content-type': url?.endsWith('.csv') === true ? 'text/csv' : 'text/event-stream' });
    response.write('first');
    underWay.push(response);
  };
});
afterAll(async () => {
  for (const response of underWay) response.destroy();
  await gateway.stop();
});

async function signedIn(username: string): Promise<Browser> {
  const browser = new Browser(gateway.url);
  await browser.ask('/index.php');
  await browser.ask('/index.php?_route=login', { method: 'POST', body: new URLSearchParams({ username }) });
  expect((await browser.session()).customer?.id).toBe(username);
  return browser;
}

/** What of a response arrives piece by piece, and how it ends. */
async function open(browser: Browser, path: string): Promise<{ pieces: string[]; end: Promise<string> }> {
  const { body } = await browser.ask(path);
  const pieces: string[] = [];
  const read = async (): Promise<string> => {
    for await (const piece of body ?? []) pieces.push(Buffer.from(piece as Uint8Array).toString());
    return 'whole';
  };
  return { pieces, end: read().catch(() => 'cut') };
}

it.each(['events', 'all.csv'])(
  'a response that is still coming is cut when its customer signs out: %s',
  async (what) => {
    const browser = await signedIn('A');
    const ofA = await open(browser, `/invoices/${what}`);
    const ofNobody = await open(new Browser(gateway.url), `/invoices/${what}`);
    const [toA, toNobody] = underWay;
    await browser.ask('/sign-out', { method: 'POST' });
    expect(await ofA.end).toBe('cut');
    await eventually(() => {
      expect(toA?.destroyed).toBe(true);
    });
    toNobody?.end('last');
    expect([await ofNobody.end, ofNobody.pieces.join('')]).toEqual(['whole', 'firstlast']);
  },
);

it('is cut, too, when the browser is somebody else on the old side, though nothing asks the new one', async () => {
  const browser = await signedIn('A');
  const ofA = await open(browser, '/invoices/events');
  await browser.ask('/index.php?_route=become&who=B');
  expect(await ofA.end).toBe('cut');
});
