import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Browser } from '../support/browser.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { HttpUpstream } from '../support/http-upstream.ts';
import { ServletLikePortal, servletLikeProfile } from '../support/servlet-like-portal.ts';

describe('an old portal on two nodes that gives another id with each sign-in and remembers customers', () => {
  let gateway: GatewayUnderTest;
  let nodes: HttpUpstream[];
  let servlet: ServletLikePortal;

  beforeAll(async () => {
    nodes = await Promise.all(['one', 'two'].map((name) => HttpUpstream.start(name)));
    gateway = await startGateway(
      {},
      { 'legacy-portal': nodes.map(({ url }) => url).join(',') },
      { 'legacy-portal': servletLikeProfile },
    );
  });
  beforeEach(() => {
    gateway.reset();
    servlet = new ServletLikePortal();
    for (const node of nodes) node.handler = servlet.handlerOf(node.name);
    gateway.portal.handler = (request, response) => {
      const token = request.headers.authorization?.slice('Bearer '.length);
      const { sub, locale } = token === undefined ? {} : decodeJwt<{ locale?: string }>(token);
      response.end(`new side: ${sub ?? 'nobody'} ${locale ?? ''}`.trim());
    };
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all(nodes.map((node) => node.stop()));
  });

  const old = async (browser: Browser): Promise<string> =>
    (await (await browser.ask('/page')).text()).replace(/^.*: /, '');
  const fresh = async (browser: Browser): Promise<string> => (await browser.ask('/invoices')).text();

  it('is asked at the node that has the session, and its numbers are ids of its own', async () => {
    for (let i = 0; i < 4; i += 1) {
      const browser = new Browser(gateway.url);
      await browser.ask('/login?u=1001');
      expect([await old(browser), await fresh(browser)]).toEqual(['1001', 'new side: legacy-portal:1001 et']);
    }
  });

  it('shows B once B has signed in after A, and nobody in between', async () => {
    const browser = new Browser(gateway.url);
    await browser.ask('/login?u=1001');
    expect(await fresh(browser)).toContain('1001');
    await browser.ask('/logout');
    expect([await old(browser), await fresh(browser)]).toEqual(['nobody', 'new side: nobody']);
    await browser.ask('/login?u=1002');
    expect([await old(browser), await fresh(browser)]).toEqual(['1002', 'new side: legacy-portal:1002 et']);
  });

  it('knows a customer again by what remembers them, on the new side as on the old one', async () => {
    const browser = new Browser(gateway.url);
    await browser.ask('/login?u=1001');
    servlet.endSessions();
    expect(await fresh(browser)).toContain('1001');
    expect([await old(browser), await fresh(browser)]).toEqual(['1001', 'new side: legacy-portal:1001 et']);
  });
});
