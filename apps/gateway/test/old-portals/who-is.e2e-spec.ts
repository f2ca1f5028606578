import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';

/** What old portals answer to who-is, by session: each is somewhere the format of one. */
const answers: Record<string, unknown> = {
  usual: { customerNo: 'C-1', email: 'a@b.c', name: 'A', language: 'et' },
  unspoken: { customerNo: 'C-2', email: 'a@b.c', name: 'A', language: 'lt' },
  locale: { customerNo: 'C-6', email: 'a@b.c', name: 'A', language: 'et-EE' },
  number: { customerNo: 1003, email: 'a@b.c', name: 'A' },
  noName: { customerNo: 'C-4', email: 'a@b.c', name: null },
  noEmail: { customerNo: 'C-5', name: 'A' },
  plus: { customerNo: '+37255512301', email: 'a@b.c', name: 'A' },
  other: { user: { id: '7', mail: 'x' } },
  empty: { customerNo: '', email: 'a@b.c', name: 'A' },
  twice: { customerNo: ['C-1', 'C-2'], email: 'a@b.c', name: 'A' },
};

describe('an answer to who-is', () => {
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    gateway = await startGateway({}, {}, { 'legacy-portal': { bridge: { mode: 'off' } } });
  });
  beforeEach(() => {
    gateway.reset();
    gateway.legacy.handler = (request, response) => {
      const answer = answers[/LPSESSION=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''];
      response.writeHead(answer === undefined ? 401 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    };
    gateway.portal.handler = (request, response) => {
      const token = request.headers.authorization?.slice('Bearer '.length);
      response.end(JSON.stringify(token === undefined ? null : decodeJwt(token)));
    };
  });
  afterAll(() => gateway.stop());

  async function told(session: string): Promise<unknown> {
    const response = await fetch(`${gateway.url}/invoices`, { headers: { cookie: `LPSESSION=${session}` } });
    return response.json();
  }

  it.each([
    ['as declared', 'usual', { sub: 'C-1', locale: 'et' }],
    ['in a language nobody speaks here', 'unspoken', { sub: 'C-2', locale: 'en' }],
    ['with a locale for a language', 'locale', { sub: 'C-6', locale: 'et' }],
    ['with a number for an id', 'number', { sub: '1003' }],
    ['without a name', 'noName', { sub: 'C-4' }],
    ['without an address', 'noEmail', { sub: 'C-5' }],
    ['with a sign in the id', 'plus', { sub: '+37255512301' }],
  ])('is understood %s', async (_how, session, claims) => {
    expect(await told(session)).toMatchObject(claims);
  });

  it.each([
    ['nothing of it is where it was declared', 'other'],
    ['the id is empty', 'empty'],
    ['there are two ids', 'twice'],
  ])('is nobody when %s, and the log names the field', async (_why, session) => {
    const before = gateway.running.logs.length;
    expect(await told(session)).toBeNull();
    expect(JSON.stringify(gateway.running.logs.slice(before))).toContain('customer.id');
  });

  it('is nobody without a session the portal knows', async () => {
    expect(await told('unknown')).toBeNull();
  });
});
