import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { Controller, Get, Module } from '@nestjs/common';
import { createService, defineService, RequestContext, type Service } from '@wellspring/platform';
import { exportSPKI, importJWK, UnsecuredJWT } from 'jose';
import {
  AuthModule,
  AuthSettings,
  type Caller,
  CurrentCaller,
  CurrentCustomer,
  type Customer,
  Public,
} from '../src/index.ts';
import { audience, issuer, KeyServer, signingKey, type SigningKey, token } from './key-server.ts';

class Pages {
  @Get('page')
  page(): { page: string } {
    return { page: 'inherited' };
  }
}

@Controller('open')
@Public()
class OpenController extends Pages {}

@Controller('closed')
class ClosedController extends Pages {}

@Controller()
class BillController {
  @Get('bills')
  bills(@CurrentCustomer() customer: Customer): object {
    return { customer: { ...customer, scopes: [...customer.scopes] }, context: RequestContext.current()?.customerId };
  }

  @Get('tmf-api/bills')
  tmf(@CurrentCustomer() customer: Customer): Customer {
    return customer;
  }

  @Get('anybody')
  anybody(@CurrentCaller() caller: Caller): object {
    const { kind, id, scopes } = caller;
    return { kind, id, scopes: [...scopes], context: RequestContext.current()?.customerId };
  }

  @Public()
  @Get('offers')
  offers(): string[] {
    return ['Mobile 5G'];
  }
}

@Module({ imports: [AuthModule], controllers: [OpenController, ClosedController, BillController] })
class AppModule {}

const definition = defineService({ name: audience, module: AppModule, settings: [AuthSettings] });
/** Only the date is set forward: sockets and deadlines go on in real time. */
const realTimers = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
const quiet = { write: () => undefined, flushSync: () => undefined, dropped: 0 };

describe('a service with customers', () => {
  let server: KeyServer;
  let service: Service;
  let key: SigningKey;

  beforeAll(async () => {
    key = await signingKey('k-1');
  });

  beforeEach(async () => {
    server = await new KeyServer().start();
    server.keys = [key.jwk];
  });

  afterEach(async () => {
    jest.useRealTimers();
    await service.stop();
    await server.stop();
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    const ports = { HOST: '127.0.0.1', PORT: '0', MANAGEMENT_PORT: '0' };
    const fast = { SHUTDOWN_PROPAGATION_MS: '0', SHUTDOWN_IDLE_GRACE_MS: '0', JWKS_COOLDOWN_MS: '1' };
    service = await createService(definition, {
      env: { ...ports, ...fast, JWKS_URL: server.url, ...env },
      logSink: quiet,
    });
    await service.start();
  }

  function get(path: string, authorization?: string): Promise<Response> {
    return fetch(`${service.url}${path}`, authorization === undefined ? {} : { headers: { authorization } });
  }

  const bills = (bearer: string): Promise<Response> => get('/bills', `Bearer ${bearer}`);

  it('takes the customer from a good token', async () => {
    await start();
    const claims = { email: 'c-1001@example.com', name: 'Mari Maasikas', scope: 'tmf:hub bills:read' };
    const response = await bills(await token(key, { claims }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      customer: {
        kind: 'customer',
        id: 'C-1001',
        sessionId: 's-1',
        email: 'c-1001@example.com',
        name: 'Mari Maasikas',
        locale: 'et',
        scopes: ['tmf:hub', 'bills:read'],
      },
      context: 'C-1001',
    });
  });

  it('lets a machine in where a route takes more than customers, and nowhere else', async () => {
    await start();
    const claims = { sub: 'client:crm', client_id: 'crm', sid: undefined, scope: 'tmf:hub' };
    const machine = `Bearer ${await token(key, { claims })}`;
    const answer = await get('/anybody', machine);
    expect(await answer.json()).toEqual({
      kind: 'machine',
      id: 'client:crm',
      scopes: ['tmf:hub'],
      context: 'client:crm',
    });
    for (const path of ['/bills', '/tmf-api/bills']) {
      const refused = await get(path, machine);
      expect([refused.status, await refused.json()]).toEqual([
        403,
        expect.objectContaining({ code: 'AUTH.FORBIDDEN' }),
      ]);
    }
    expect(await (await get('/anybody', `Bearer ${await token(key)}`)).json()).toMatchObject({ kind: 'customer' });
  });

  it('takes tokens for another name when it is told to', async () => {
    await start({ AUTH_TOKEN_AUDIENCE: 'bills' });
    expect((await bills(await token(key, { claims: { aud: 'bills' } }))).status).toBe(200);
    expect((await bills(await token(key))).status).toBe(401);
  });

  it('takes Ed25519 as well, and the scheme in any case', async () => {
    const other = await signingKey('k-2', 'Ed25519');
    server.keys = [key.jwk, { ...other.jwk, alg: 'EdDSA' }];
    await start();
    const signed = await token({ ...other, algorithm: 'EdDSA' });
    expect((await get('/bills', `bearer ${signed}`)).status).toBe(200);
  });

  it('asks for a token where there is none, and is open only where it says so', async () => {
    await start();
    const response = await get('/bills');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="wellspring"');
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 401,
      code: 'AUTH.TOKEN_MISSING',
      traceId: expect.any(String),
    });
    expect((await get('/offers')).status).toBe(200);
    expect((await get('/bills', 'Basic Yzp4')).status).toBe(401);
  });

  it('tells routes apart that controllers inherit from the same class', async () => {
    await start();
    expect((await get('/open/page')).status).toBe(200);
    expect((await get('/closed/page')).status).toBe(401);
    expect((await get('/open/page')).status).toBe(200);
  });

  it('answers in the shape of TM Forum on its paths', async () => {
    await start();
    const response = await get('/tmf-api/bills', 'Bearer nonsense');
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="wellspring", error="invalid_token"');
    expect(await response.json()).toMatchObject({
      code: 'AUTH.TOKEN_INVALID',
      reason: 'Sign-in is required',
      status: '401',
    });
  });

  const forgeries: [string, () => Promise<string> | string][] = [
    ['signed by nobody (alg none)', () => new UnsecuredJWT(claims()).encode()],
    ['whose algorithm was changed to none', async () => unsigned(await token(key))],
    ['signed with the public key as HMAC secret', () => confused(key)],
    ['signed by another key under our key id', async () => token({ ...(await signingKey('k-1')) })],
    ['signed by a key nobody knows', async () => token(await signingKey('unknown'))],
    ['that names no key', () => token(key, { header: { kid: undefined } })],
    ['of another issuer', () => token(key, { claims: { iss: 'somebody' } })],
    ['for another service', () => token(key, { claims: { aud: 'billing' } })],
    ['for no service', () => token(key, { claims: { aud: undefined } })],
    ['of another type', () => token(key, { header: { typ: 'JWT' } })],
    ['that has expired', () => token(key, { expiresIn: -10 })],
    ['that is not valid yet', () => token(key, { claims: { nbf: Math.floor(Date.now() / 1_000) + 60 } })],
    ['without an end', () => token(key, { claims: { exp: undefined } })],
    ['without a customer', () => token(key, { claims: { sub: undefined } })],
    ['for a customer without a number', () => token(key, { claims: { sub: '' } })],
    ['with a changed payload', async () => tampered(await token(key))],
    ['that is too long', () => token(key, { claims: { name: 'x'.repeat(5_000) } })],
    ['that is no token', () => 'a.b.c'],
  ];

  it.each(forgeries)('refuses a token %s, and does not say why', async (_what, forge) => {
    await start();
    const response = await bills(await forge());
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="wellspring", error="invalid_token"');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      detail: 'Sign-in is required',
      code: 'AUTH.TOKEN_INVALID',
      traceId: expect.any(String),
    });
  });

  it('allows for clocks that differ a little', async () => {
    await start();
    expect((await bills(await token(key, { expiresIn: -3 }))).status).toBe(200);
  });

  it('forgets a token it knows when that expires', async () => {
    await start();
    const known = await token(key, { expiresIn: 60 });
    expect((await bills(known)).status).toBe(200);
    jest.useFakeTimers({ now: Date.now() + 66_000, doNotFake: [...realTimers] });
    expect((await bills(known)).status).toBe(401);
  });

  it('takes a new key at once, and the old one as long as it is published', async () => {
    await start();
    expect((await bills(await token(key))).status).toBe(200);
    const next = await signingKey('k-2');
    server.keys = [next.jwk, key.jwk];
    expect((await bills(await token(next))).status).toBe(200);
    expect((await bills(await token(key, { claims: { sid: 's-2' } }))).status).toBe(200);
  });

  it('does not let invented key ids through to the gateway', async () => {
    await start({ JWKS_COOLDOWN_MS: '60000' });
    expect((await bills(await token(key))).status).toBe(200);
    const before = server.requests;
    for (let n = 0; n < 20; n += 1) {
      expect((await bills(await token(key, { header: { kid: `invented-${n}` } }))).status).toBe(401);
    }
    expect(server.requests).toBe(before);
  });

  it.each(['down', 'hanging', 'garbage', 'empty'] as const)(
    'goes on with the keys it knows when the endpoint is %s',
    async (mode) => {
      await start({ JWKS_REFRESH_MS: '1', JWKS_TIMEOUT_MS: '1000' });
      expect((await bills(await token(key))).status).toBe(200);
      server.mode = mode;
      for (const sid of ['s-2', 's-3', 's-4']) {
        expect((await bills(await token(key, { claims: { sid } }))).status).toBe(200);
      }
    },
  );

  it('does not sign customers out for a key it cannot fetch: 503, and well again with the endpoint', async () => {
    server.mode = 'down';
    await start();
    const response = await bills(await token(key));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ code: 'AUTH.KEYS_UNAVAILABLE' });
    server.mode = 'well';
    expect((await bills(await token(key))).status).toBe(200);
  });

  it('starts and is ready without the endpoint, only degraded', async () => {
    server.mode = 'down';
    await start();
    const response = await fetch(`${service.managementUrl}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ details: { jwks: { status: 'degraded' } } });
  });
});

function claims(): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1_000);
  return { iss: issuer, aud: audience, sub: 'C-1001', iat: now, exp: now + 60 };
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function unsigned(good: string): string {
  return `${encode({ alg: 'none', typ: 'at+jwt', kid: 'k-1' })}.${good.split('.')[1] ?? ''}.`;
}

function tampered(good: string): string {
  const [header, , signature] = good.split('.');
  return `${header ?? ''}.${encode({ ...claims(), sub: 'C-1002' })}.${signature ?? ''}`;
}

/** RFC 8725, section 2.1: a verifier that goes by the token's own `alg` takes the public key for a shared secret. */
async function confused({ jwk }: SigningKey): Promise<string> {
  const publicKey = await importJWK(jwk, 'ES256', { extractable: true });
  if (publicKey instanceof Uint8Array) throw new Error('Not a public key');
  const pem = await exportSPKI(publicKey);
  const signingInput = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'k-1' })}.${encode(claims())}`;
  return `${signingInput}.${createHmac('sha256', pem).update(signingInput).digest('base64url')}`;
}
