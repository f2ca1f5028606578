import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Browser } from '../support/browser.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { StickyPortal } from '../support/sticky-portal.ts';

describe('an old portal whose nodes keep sessions for themselves', () => {
  let sticky: StickyPortal;
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    sticky = await StickyPortal.start();
    gateway = await startGateway({}, {}, { 'legacy-portal': sticky.profile });
  });
  beforeEach(() => {
    gateway.reset();
    gateway.portal.handler = (request, response) => {
      const token = request.headers.authorization?.slice('Bearer '.length);
      response.end(`new side: ${token === undefined ? 'nobody' : (decodeJwt(token).sub ?? '')}`);
    };
  });
  afterAll(async () => {
    await gateway.stop();
    await sticky.stop();
  });

  const text = async (browser: Browser, path: string): Promise<string> => (await browser.ask(path)).text();

  it('serves each customer at the node that signed them in, and asks that one who they are', async () => {
    const used = new Set<string>();
    for (let customer = 0; customer < 6; customer++) {
      const who = `C-100${customer}`;
      const browser = new Browser(gateway.url);
      const node = (await text(browser, `/login?who=${who}`)).replace('signed in on ', '');
      used.add(node);
      for (let visit = 0; visit < 4; visit++)
        expect([await text(browser, '/page'), await text(browser, '/invoices')]).toEqual([
          `${node}: hello ${who}`,
          `new side: ${who}`,
        ]);
    }
    expect(used.size).toBe(2);
  });
});
