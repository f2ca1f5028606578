import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { Browser } from './support/browser.ts';
import { FakeIssuer } from './support/fake-issuer.ts';
import { type GatewayUnderTest, startGateway } from './support/gateway-under-test.ts';

const bills = '/tmf-api/customerBillManagement/v4/customerBill';

let gateway: GatewayUnderTest;
let issuer: FakeIssuer;

beforeAll(async () => {
  gateway = await startGateway();
  issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
});
beforeEach(() => {
  gateway.reset();
  gateway.identity.handler = issuer.handler;
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => gateway.stop());

const ask = (token: string, path = bills, init: RequestInit = {}): Promise<Response> => {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return fetch(`${gateway.url}${path}`, { ...init, headers });
};

const given = (): Record<string, unknown> =>
  decodeJwt((gateway.billing.seen[0]?.headers.authorization ?? '').replace('Bearer ', ''));

describe('a machine with a token of identity', () => {
  it('is known to the service by a token of the gateway, with its scopes and no customer', async () => {
    const token = await issuer.machineToken('mediation', 'customerBillManagement:read tmf:hub');
    const response = await ask(token);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(given()).toEqual({
      iss: 'wellspring-gateway',
      aud: 'billing',
      sub: 'client:mediation',
      client_id: 'mediation',
      scope: 'customerBillManagement:read tmf:hub',
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    const [, passed = ''] = gateway.billing.seen[0]?.headers.authorization?.split(' ') ?? [];
    expect(decodeProtectedHeader(passed)).toMatchObject({ typ: 'at+jwt' });
    expect(passed).not.toBe(token);
  });

  it('may write, and is no traffic that the migration is judged by', async () => {
    const token = await issuer.machineToken('crm', 'tmf:hub');
    const post = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
    expect((await ask(token, '/tmf-api/paymentManagement/v4/hub', post)).status).toBe(200);
    expect(gateway.migration.recorded).toEqual([]);
  });

  it('is itself alone, whatever session comes with the token', async () => {
    const browser = new Browser(gateway.url);
    await browser.visit('/sign-in?return=/assets/nothing');
    const authorization = `Bearer ${await issuer.machineToken('crm', 'tmf:hub')}`;
    await browser.ask(bills, { headers: { authorization } });
    expect(given()).toMatchObject({ sub: 'client:crm', scope: 'tmf:hub' });
    expect(gateway.billing.seen[0]?.headers.cookie).toBeUndefined();
    gateway.billing.reset();
    await browser.ask(bills);
    expect(given()).toMatchObject({ sub: 'C-1001' });
    expect(given()).not.toHaveProperty('scope');
    gateway.billing.reset();
    expect((await browser.ask(bills, { headers: { authorization: 'Bearer no-token' } })).status).toBe(401);
    expect(gateway.billing.seen).toEqual([]);
  });

  it('keeps its scopes to itself: the next token may carry others', async () => {
    await ask(await issuer.machineToken('crm', 'a:read'));
    await ask(await issuer.machineToken('crm', 'b:read'));
    const scopes = gateway.billing.seen.map(
      ({ headers }) => decodeJwt((headers.authorization ?? '').slice(7))['scope'],
    );
    expect(scopes).toEqual(['a:read', 'b:read']);
  });

  it.each(['/invoices', '/assets/app.js'])('is refused where pages are: %s', async (path) => {
    const response = await ask(await issuer.machineToken('crm', 'tmf:hub'), path);
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('EDGE.TOKEN_NOT_TAKEN')]);
    expect(gateway.portal.seen).toEqual([]);
  });

  it('is refused when its token has expired, also one that was good before', async () => {
    const old = await issuer.machineToken('crm', 'tmf:hub', { exp: Math.floor(Date.now() / 1_000) - 1 });
    const late = await ask(old);
    expect([late.status, await late.json()]).toEqual([401, expect.objectContaining({ code: 'EDGE.TOKEN_EXPIRED' })]);
    expect(late.headers.get('www-authenticate')).toContain('error="invalid_token"');

    const token = await issuer.machineToken('crm', 'tmf:hub');
    expect((await ask(token)).status).toBe(200);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 601_000);
    expect((await ask(token)).status).toBe(401);
    expect(gateway.billing.seen).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'http://elsewhere.test' }],
    ['for the operations API', { aud: 'urn:wellspring:operations' }],
    ['of no client', { client_id: undefined }],
    ['that never expires', { exp: undefined }],
    ['of another type, such as an ID token', { typ: 'JWT' }],
  ])('is refused with a token %s', async (_what, claims) => {
    const response = await ask(await issuer.machineToken('crm', 'tmf:hub', claims));
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'EDGE.TOKEN_INVALID' }),
    ]);
    expect(gateway.billing.seen).toEqual([]);
  });

  it('is refused with a token that somebody else signed', async () => {
    const forger = await FakeIssuer.create('http://localhost:8080/identity', 'x');
    expect((await ask(await forger.machineToken('crm', 'tmf:hub'))).status).toBe(401);
    expect((await ask(`${await issuer.machineToken('crm', 'tmf:hub')}x`)).status).toBe(401);
  });

  it('is in the log by its name, and its token is not', async () => {
    const token = await issuer.machineToken('ticketing', 'tmf:hub');
    await ask(token);
    const lines = gateway.running.logs.map((line) => JSON.stringify(line));
    expect(lines.filter((line) => line.includes('"user.id":"client:ticketing"'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes(token) || line.includes(token.split('.')[2] ?? ''))).toEqual([]);
  });
});

it('cannot be checked while identity’s keys have never been read', async () => {
  const fresh = await startGateway();
  fresh.identity.handler = (_request, response) => response.writeHead(503).end();
  const token = await issuer.machineToken('crm', 'tmf:hub');
  const response = await fetch(`${fresh.url}${bills}`, { headers: { authorization: `Bearer ${token}` } });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
  fresh.identity.handler = issuer.handler;
  await fresh.stop();
});
