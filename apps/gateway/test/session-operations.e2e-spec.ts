import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { Browser } from './support/browser.ts';
import { FakeIssuer } from './support/fake-issuer.ts';
import { breakGlassToken, MigrationUnderTest } from './support/migration-under-test.ts';

const file = `
capabilities:
  invoices:
    stage: legacy
    routes: [{ path: /invoices, legacy: legacy-portal, new: portal }]
fixed:
  - { path: /identity, upstream: identity }
  - { path: /, upstream: legacy-portal }
`;

let migration: MigrationUnderTest;
let issuer: FakeIssuer;
const token = breakGlassToken;

beforeAll(async () => {
  migration = await MigrationUnderTest.start(file, 2);
  issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
  migration.upstreams.identity.handler = issuer.handler;
}, 60_000);
afterAll(() => migration.stop());

async function signedIn(): Promise<Browser> {
  const browser = new Browser(migration.replica(0).url);
  await browser.visit('/sign-in');
  return browser;
}

describe('a customer’s sessions', () => {
  it('are listed, and ended on every replica and at the provider, with who and why kept', async () => {
    const browser = await signedIn();
    const elsewhere = new Browser(migration.replica(1).url);
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.session()).customer?.id).toBe('C-1001');
    expect((await migration.operate('/sessions?customer=C-1001', { token })).body).toMatchObject({
      sessions: [{ startedAt: expect.any(String) }],
      ended: [],
    });

    const end = await migration.operate('/sessions/end', { body: { customer: 'C-1001', reason: 'lost phone' }, token });
    expect(end).toMatchObject({ status: 200, body: { customer: 'C-1001', ended: 1 } });
    expect(issuer.revoked).toEqual([`refresh-${issuer.lastSession}`]);
    expect((await browser.session()).customer).toBeNull();
    await eventually(async () => {
      expect((await elsewhere.session()).customer).toBeNull();
    });
    expect((await migration.operate('/sessions?customer=C-1001', { token })).body).toMatchObject({
      sessions: [],
      ended: [{ actor: 'break-glass', reason: 'lost phone' }],
    });
  });

  it.each([
    [{ customer: 'C-1001' }],
    [{ customer: 'C-1001', reason: 'x' }],
    [{ customer: 'C-1001', reason: 'two\nlines' }],
    [{ reason: 'lost phone' }],
  ])('are not ended by %j', async (body) => {
    expect((await migration.operate('/sessions/end', { body, token })).status).toBe(400);
  });

  it('are for operators only', async () => {
    const body = { customer: 'C-1001', reason: 'lost phone' };
    expect((await migration.operate('/sessions/end', { body, token: 'nonsense' })).status).toBe(401);
  });
});
