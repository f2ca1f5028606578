import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createRemoteJWKSet, type CryptoKey, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { randomBytes, randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { PasswordHasher } from '../src/password/password-hasher.ts';
import { consoleSecret, gatewaySecret, identitySettings, publicUrl } from './support/identity-environment.ts';
import { tryPassword } from './support/flows.ts';
import { IdentityUnderTest } from './support/identity-under-test.ts';
import { RelyingParty } from './support/relying-party.ts';

const mari = { customerNo: 'C-1001', email: 'mari@example.com', password: 'correct horse 1' };
const minute = 60_000;
const secret = randomBytes(32).toString('base64url');
const issuer = `${publicUrl}/identity`;

interface Answer {
  status: number;
  headers: Headers;
  body: { access_token?: string; token_type?: string; scope?: string; error?: string };
}

let stack: IdentityUnderTest;
let ticketingKey: CryptoKey;

beforeAll(async () => {
  // Jest's own makes objects of another realm, which oidc-provider does not take for the plain ones they are.
  jest.spyOn(globalThis, 'structuredClone').mockImplementation((value: unknown) => JSON.parse(JSON.stringify(value)));
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  ticketingKey = privateKey;
  stack = await IdentityUnderTest.start([mari], {
    ACCOUNT_FREE_ATTEMPTS: '3',
    FIRST_LOCK_MS: String(minute),
    MACHINE_CLIENTS: JSON.stringify([
      {
        client_id: 'mediation',
        scope: 'usage:read tmf:hub',
        secretHash: await new PasswordHasher(identitySettings()).hash(secret),
      },
      { client_id: 'ticketing', scope: 'billing:read', jwks: { keys: [await exportJWK(publicKey)] } },
      { client_id: 'laptop', scope: 'billing:read', secret: 'a-secret-for-a-laptop' },
    ]),
  });
}, 60_000);

afterAll(async () => {
  await stack.stop();
});

afterEach(async () => {
  await stack.service.get(DataSource).query('TRUNCATE sign_in_throttle');
});

async function ask(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${stack.service.url}/identity/token`, {
    method: 'POST',
    headers: { 'x-forwarded-for': '198.51.100.1', ...headers },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}

/** HTTP Basic, as RFC 6749, section 2.3.1, wants it. */
const basic = (id: string, password: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(password)}`).toString('base64')}`,
});

const mediation = (scope: string, password = secret, from = '198.51.100.1'): Promise<Answer> =>
  ask({ scope }, { ...basic('mediation', password), 'x-forwarded-for': from });

async function assertion(key: CryptoKey): Promise<Record<string, string>> {
  const signed = await new SignJWT({})
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer('ticketing')
    .setSubject('ticketing')
    .setAudience(issuer)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(key);
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signed,
    scope: 'billing:read',
  };
}

describe('a machine', () => {
  it('gets a token for the APIs with its secret, with the scopes it asked for', async () => {
    const { status, headers, body } = await mediation('usage:read');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toContain('no-store');
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'usage:read' });
    const keys = createRemoteJWKSet(new URL(`${stack.service.url}/identity/jwks`));
    const { payload } = await jwtVerify(body.access_token ?? '', keys, {
      issuer,
      audience: 'urn:wellspring:apis',
      typ: 'at+jwt',
      algorithms: ['ES256'],
    });
    expect(payload).toMatchObject({ sub: 'mediation', client_id: 'mediation', scope: 'usage:read' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
  });

  it('gets one with a key of its own, and with each assertion only one', async () => {
    const form = await assertion(ticketingKey);
    expect(await ask(form)).toMatchObject({ status: 200, body: { scope: 'billing:read' } });
    expect(await ask(form)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('is refused with a key that is not its own', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    expect(await ask(await assertion(privateKey))).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('may have its secret written out on a laptop', async () => {
    const headers = basic('laptop', 'a-secret-for-a-laptop');
    expect(await ask({ scope: 'billing:read' }, headers)).toMatchObject({ status: 200 });
  });

  it.each(['billing:read', 'usage:read billing:read', 'never:heard-of', 'openid', ''])(
    'is refused a scope it may not have: %j',
    async (scope) => {
      expect(await mediation(scope)).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    },
  );

  it('is told no more of a wrong secret than of an unknown client', async () => {
    const wrong = await mediation('usage:read', 'not the secret at all');
    const unknown = await ask({ scope: 'usage:read' }, basic('nobody', secret));
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
  });

  it('is not what its hash, the secret of another or none at all proves it to be', async () => {
    const hash = await new PasswordHasher(identitySettings()).hash(secret);
    for (const other of [hash, `hash ${hash}`, gatewaySecret, 'a-secret-for-a-laptop']) {
      expect((await mediation('usage:read', other, '198.51.100.2')).status).not.toBe(200);
      await stack.service.get(DataSource).query('TRUNCATE sign_in_throttle');
    }
    expect(await ask({ scope: 'usage:read', client_id: 'mediation' })).toMatchObject({ status: 401 });
    expect(await ask({ scope: 'billing:read' }, basic('ticketing', secret))).toMatchObject({ status: 401 });
  });

  it('gets no token for the operations API', async () => {
    const answer = await ask(
      { scope: 'usage:read', resource: 'urn:wellspring:operations' },
      basic('mediation', secret),
    );
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  });

  it('signs nobody in', async () => {
    const query = new URLSearchParams({
      client_id: 'mediation',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${publicUrl}/sign-in/callback`,
    });
    const answer = await fetch(`${stack.service.url}/identity/auth?${query.toString()}`, { redirect: 'manual' });
    expect(answer.status).toBe(400);
  });

  it('is in no log line with its secret or its token, and is by its name', async () => {
    stack.logs.length = 0;
    const { body } = await mediation('usage:read');
    await mediation('usage:read', 'not the secret at all');
    const log = stack.logs.join('\n');
    expect(log).toMatch(/"client":"mediation","scope":"usage:read".*A machine got a token/);
    expect(log).toMatch(/"client":"mediation".*request refused/);
    for (const text of [secret, 'not the secret at all', body.access_token ?? 'none']) expect(log).not.toContain(text);
  });
});

describe('the portal’s own clients', () => {
  it.each([
    ['gateway', gatewaySecret],
    ['console', consoleSecret],
  ])('get no token in their own name: %s', async (id, itsSecret) => {
    const answer = await ask({ scope: 'usage:read' }, basic(id, itsSecret));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('guessing the secret of a machine', () => {
  it('ends after a few attempts, even for the right secret, until the lock is over', async () => {
    const statuses: number[] = [];
    for (const guess of ['a', 'b', 'c', 'd']) statuses.push((await mediation('usage:read', `guess ${guess}`)).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const locked = await mediation('usage:read');
    expect(locked).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(55);
    stack.pass(minute);
    expect((await mediation('usage:read')).status).toBe(200);
  });

  it('locks out nobody but who guesses: not the machine, nor people at the same address', async () => {
    for (const guess of ['a', 'b', 'c', 'd']) await mediation('usage:read', `guess ${guess}`);
    expect((await mediation('usage:read', secret, '203.0.113.9')).status).toBe(200);
    const browser = stack.browser();
    browser.headers = { 'x-forwarded-for': '198.51.100.1' };
    const signedIn = await tryPassword(browser, await RelyingParty.gateway(browser), mari.email, mari.password);
    expect(signedIn.status).toBe(0);
  });
});
