import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Sealer } from '@wellspring/auth/sealing';
import { decodeJwt } from 'jose';
import { visitorCookieName } from '../../src/session/visitor-cookie.ts';
import { Browser } from '../support/browser.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { PhpLikePortal, phpLikeProfile } from '../support/php-like-portal.ts';

let gateway: GatewayUnderTest;
let php: PhpLikePortal;
let browser: Browser;

beforeAll(async () => {
  const session = { ...phpLikeProfile.session, static: ['/static'] };
  gateway = await startGateway({}, {}, { 'legacy-portal': { ...phpLikeProfile, session, bridge: { mode: 'off' } } });
});
beforeEach(async () => {
  gateway.reset();
  php = new PhpLikePortal();
  gateway.legacy.handler = php.handler;
  gateway.portal.handler = ({ headers }, response) => {
    response.end(decodeJwt(headers.authorization?.slice('Bearer '.length) ?? '').sub);
  };
  browser = new Browser(gateway.url);
  // Of a browser that has just been given its id, nothing that was found out is used again.
  browser.cookies.set(visitorCookieName, idFromLongAgo());
  await browser.ask('/index.php');
  const username = 'A';
  await browser.ask('/index.php?_route=login', { method: 'POST', body: new URLSearchParams({ username }) });
  expect(await whoIsThere()).toBe('A');
});
afterAll(() => gateway.stop());

function idFromLongAgo(): string {
  const key = Buffer.from(gateway.env['SESSION_KEYS'] ?? '', 'base64url');
  return new Sealer('gateway', [key]).sign('visitor', 'from-long-ago');
}

async function whoIsThere(): Promise<string> {
  return (await browser.ask('/invoices')).text();
}

it('a request that is plainly below a static path costs no question', async () => {
  const before = php.asked;
  await browser.ask('/static/img/Logo-2.min.png?v=1');
  expect([await whoIsThere(), php.asked]).toEqual(['A', before]);
});

it.each(['%252e%252e', '%25252e%25252e', '..%3Bx', '%c0%ae%c0%ae', '%ef%bc%8e%ef%bc%8e', '...', 'x;', 'x%3F'])(
  'one that some server could read as another path is not taken for static: /static/%s/',
  async (odd) => {
    await browser.ask(`/static/${odd}/index.php?_route=become&who=B`);
    expect(await whoIsThere()).toBe('B');
  },
);
