import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Browser, hiddenFields, invoiceRows, type RunningPortal, startPortal } from './portal.ts';
import { openInvoice } from './fake-backoffice.ts';

describe('the signed header of the edge', () => {
  let keys: Server;
  let jwksUrl: string;
  let signingKey: CryptoKey;
  let portal: RunningPortal;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256');
    signingKey = pair.privateKey;
    const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' }] };
    keys = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks));
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    jwksUrl = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/.well-known/jwks.json`;
    portal = await startPortal({ BRIDGE_HEADER: 'on', JWKS_URL: jwksUrl });
    portal.backoffice.invoices.set('INV-1', openInvoice('INV-1', 'C-1001'));
  });
  afterAll(async () => {
    await portal.stop();
    keys.close();
  });

  interface TokenChange {
    aud?: string;
    iss?: string;
    issuedSecondsAgo?: number;
    lifeSeconds?: number;
    key?: CryptoKey;
    sub?: string;
  }

  function token(change: TokenChange = {}): Promise<string> {
    const { aud = 'legacy-portal', iss = 'wellspring-gateway', issuedSecondsAgo = 0, lifeSeconds = 60 } = change;
    const issued = Math.floor(Date.now() / 1000) - issuedSecondsAgo;
    return new SignJWT({ email: 'c-1001@example.com', name: 'Mari Tamm' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject(change.sub ?? 'C-1001')
      .setAudience(aud)
      .setIssuer(iss)
      .setIssuedAt(issued)
      .setExpirationTime(issued + lifeSeconds)
      .sign(change.key ?? signingKey);
  }

  const header = async (change: TokenChange = {}): Promise<Record<string, string>> => ({
    'x-bridge-customer': await token(change),
  });

  it('opens the pages without a cookie, and sets none', async () => {
    const page = await new Browser(portal).get('/invoices', await header());
    expect(page.status).toBe(200);
    expect(invoiceRows(page.html)).toHaveLength(1);
    expect(page.headers.getSetCookie()).toEqual([]);
  });

  it('pays with a form bound to the customer', async () => {
    const form = hiddenFields((await new Browser(portal).get('/invoices/INV-1', await header())).html);
    const fields = { ...form, card: 'tok_visa' };
    const other = await new Browser(portal).post('/invoices/INV-1/pay', fields, await header({ sub: 'C-1002' }));
    expect(other.status).toBe(403);
    expect((await new Browser(portal).post('/invoices/INV-1/pay', fields, await header())).status).toBe(303);
  });

  it.each<[string, TokenChange]>([
    ['is for somebody else', { aud: 'wellspring' }],
    ['comes from somebody else', { iss: 'another-gateway' }],
    ['is out of date', { issuedSecondsAgo: 120 }],
    ['lives too long', { lifeSeconds: 3_600 }],
  ])('is not believed when it %s', async (_case, change) => {
    expect((await new Browser(portal).get('/invoices', await header(change))).status).toBe(302);
  });

  it('is not believed when it is signed by another key, or is no token', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect((await new Browser(portal).get('/invoices', await header({ key: privateKey }))).status).toBe(302);
    expect((await new Browser(portal).get('/invoices', { 'x-bridge-customer': 'C-1001' })).status).toBe(302);
  });

  it('wins over a cookie, and leaves the cookie in force when it is refused', async () => {
    const browser = new Browser(portal);
    await browser.signIn('c-1002@example.com');
    expect((await browser.get('/', await header())).html).toContain('C-1001');
    expect((await browser.get('/', await header({ aud: 'x' }))).html).toContain('C-1002');
  });

  it('says nothing where it was not switched on', async () => {
    const other = await startPortal({ BRIDGE_HEADER: 'off', JWKS_URL: jwksUrl });
    try {
      expect((await new Browser(other).get('/invoices', await header())).status).toBe(302);
    } finally {
      await other.stop();
    }
  });
});
