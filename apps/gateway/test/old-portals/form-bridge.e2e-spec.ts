import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.ts';
import { FakeIssuer } from '../support/fake-issuer.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { HttpUpstream } from '../support/http-upstream.ts';
import { PhpLikePortal, phpLikeProfile } from '../support/php-like-portal.ts';

// Secrets of profiles come from the environment of the process.
process.env['BRIDGE_TEST_SECRET'] = 'bridge-secret-of-the-test';

const base = '/selfcare';
const form = {
  at: '/index.php?_route=bridge',
  deniedToBrowsers: true,
  fields: { login: 'customer.id', secret: '$BRIDGE_TEST_SECRET' },
};

describe('a form bridge to a portal below a base path, on nodes that do not share their sessions', () => {
  let gateway: GatewayUnderTest;
  let issuer: FakeIssuer;
  let nodes: HttpUpstream[];
  let portals: PhpLikePortal[];

  beforeAll(async () => {
    nodes = await Promise.all(['one', 'two', 'three'].map((name) => HttpUpstream.start(name)));
    const addresses = nodes.map(({ url }) => `${url}${base}`);
    const profile = { ...phpLikeProfile, stickiness: { cookie: ['PHPSESSID'] }, bridge: { mode: 'form', form } };
    gateway = await startGateway({}, { 'legacy-portal': addresses.join(',') }, { 'legacy-portal': profile });
    issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
  });
  beforeEach(() => {
    gateway.reset();
    gateway.identity.handler = issuer.handler;
    portals = nodes.map((node) => {
      const portal = new PhpLikePortal();
      node.handler = below(base, strict(portal));
      return portal;
    });
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all(nodes.map((node) => node.stop()));
  });

  async function signedIn(sub: string): Promise<Browser> {
    const browser = new Browser(gateway.url);
    issuer.customer = { ...issuer.customer, sub };
    await browser.visit('/sign-in?return=/invoices');
    return browser;
  }
  const old = async (browser: Browser): Promise<string> => (await browser.ask('/index.php')).text();
  const delegated = (): number => portals.reduce((sum, portal) => sum + portal.delegated, 0);

  it('signs customers in where their requests go afterwards', async () => {
    for (const customer of ['A', 'B', 'C', 'D']) {
      const browser = await signedIn(customer);
      const pages = [await old(browser), await old(browser), await old(browser)];
      expect(pages).toEqual(Array(3).fill(`old side: ${customer}`));
    }
    expect(delegated()).toBe(4);
  });

  it('makes an ended session again where the portal hands another id to whomever it does not know', async () => {
    const browser = await signedIn('A');
    expect(await old(browser)).toBe('old side: A');
    for (const portal of portals) portal.sessions.clear();
    await browser.session();
    expect(await old(browser)).toBe('old side: A');
    expect(delegated()).toBe(2);
  });
});

describe('a form bridge to a listener that only the gateway reaches', () => {
  let gateway: GatewayUnderTest;
  let issuer: FakeIssuer;
  let listener: HttpUpstream;
  let portal: PhpLikePortal;

  beforeAll(async () => {
    [listener, issuer] = await Promise.all([
      HttpUpstream.start('listener'),
      FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret'),
    ]);
    const { at, fields } = form;
    const bridge = { mode: 'form', form: { at, fields, listener: listener.url } };
    gateway = await startGateway({}, {}, { 'legacy-portal': { ...phpLikeProfile, bridge } });
  });
  beforeEach(() => {
    gateway.reset();
    gateway.identity.handler = issuer.handler;
    portal = new PhpLikePortal();
    listener.handler = portal.handler;
    gateway.legacy.handler = (request, response) => {
      if (request.url?.includes('bridge') === true) response.writeHead(404).end('not here');
      else portal.handler(request, response);
    };
  });
  afterAll(async () => {
    await gateway.stop();
    await listener.stop();
  });

  it('signs customers in there, and has their pages and who they are from where the portal is', async () => {
    const browser = new Browser(gateway.url);
    await browser.visit('/sign-in?return=/invoices');
    expect(await (await browser.ask('/index.php')).text()).toBe(`old side: ${issuer.customer.sub}`);
    expect(portal.delegated).toBe(1);
    expect(listener.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /index.php?_route=bridge',
      'POST /index.php?_route=bridge',
      'GET /index.php',
    ]);
    expect(portal.asked).toBeGreaterThan(0);
    expect((await browser.ask('/index.php?_route=bridge')).status).toBe(404);
    expect(listener.seen).toHaveLength(3);
  });
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Takes no id that it has not given out itself. */
function strict(portal: PhpLikePortal): Handler {
  return (request, response) => {
    const sent = /PHPSESSID=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    if (sent !== undefined && !portal.sessions.has(sent)) delete request.headers.cookie;
    portal.handler(request, response);
  };
}

/** Knows itself below this path: in addresses it is asked for, redirects to and posts to. */
function below(path: string, handler: Handler): Handler {
  return (request, response) => {
    if (request.url?.startsWith(`${path}/`) !== true) {
      response.writeHead(404).end('nothing of ours');
      return;
    }
    request.url = request.url.slice(path.length);
    const writeHead = response.writeHead.bind(response);
    const end = response.end.bind(response);
    const wrapped = Object.assign(response, {
      writeHead: (status: number, headers: Record<string, string> = {}) => {
        const { location } = headers;
        return writeHead(status, location === undefined ? headers : { ...headers, location: `${path}${location}` });
      },
      end: (text = '') => end(text.replace('action="/', `action="${path}/`)),
    });
    handler(request, wrapped);
  };
}
