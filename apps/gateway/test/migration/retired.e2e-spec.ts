import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { MigrationUnderTest } from '../support/migration-under-test.ts';
import { exchangeRaw } from '../support/raw-client.ts';

const file = (stage: string): string => `
capabilities:
  invoices:
    stage: ${stage}
    routes:
      - { path: /invoices, legacy: legacy-portal, new: portal }
      - { path: '/invoices/:no/pay', methods: [POST], legacy: legacy-portal }
      - { path: /invoice-archive, legacy: legacy-portal }
fixed: [{ path: /, upstream: legacy-portal }]
`;

const upgrade =
  'GET /invoice-archive/live HTTP/1.1\r\nHost: localhost:8080\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

describe('a retired capability', () => {
  let migration: MigrationUnderTest;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file('retired'));
  });

  afterAll(async () => {
    await migration.stop();
  });

  afterEach(() => {
    migration.upstreams.legacy.reset();
    migration.upstreams.portal.reset();
  });

  function ask(method: string, path: string, accept = 'application/json'): Promise<Response> {
    return fetch(migration.replica().url + path, {
      method,
      headers: { accept, origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' },
    });
  }

  it.each([
    ['POST', '/invoices/INV-1/pay'],
    ['GET', '/invoice-archive'],
    ['GET', '/invoice-archive/2019?page=2'],
    ['GET', '/Invoice-Archive;x=1'],
    ['GET', '/invoice%2Darchive./2019'],
    ['GET', '/%2569nvoice-archive'],
  ])('is gone where only the old side had it: %s %s', async (method, path) => {
    const response = await ask(method, path);
    expect(response.status).toBe(410);
    expect(response.headers.get('content-type')).toMatch(/application\/problem\+json/);
    expect(await response.json()).toMatchObject({ status: 410, code: 'EDGE.RETIRED' });
    expect(migration.upstreams.legacy.seen).toEqual([]);
    expect(migration.upstreams.portal.seen).toEqual([]);
  });

  it('is gone for a person as a page, and for a WebSocket', async () => {
    const page = await ask('GET', '/invoice-archive', 'text/html');
    expect(page.status).toBe(410);
    expect(page.headers.get('content-type')).toMatch(/text\/html/);
    expect(await exchangeRaw(migration.replica().url, upgrade)).toMatch(/^HTTP\/1\.1 410 /);
    expect(migration.upstreams.legacy.seen).toEqual([]);
  });

  it('is served by the new side alone, also when that fails', async () => {
    expect(await migration.visit('/invoices')).toEqual({ status: 200, text: 'portal' });
    expect(await migration.visit('/invoices/INV-1/pay')).toEqual({ status: 200, text: 'portal' });
    migration.upstreams.portal.handler = (_request, response) => {
      response.writeHead(503).end('portal is broken');
    };
    expect((await migration.visit('/invoices')).status).toBe(503);
    expect(migration.upstreams.legacy.seen).toEqual([]);
  });

  it('leaves alone what does not belong to it, and comes back with the file only', async () => {
    expect((await migration.visit('/invoice-archives')).text).toBe('legacy');
    expect((await migration.decide('rollback', { reason: 'errors' })).status).toBe(409);
    await migration.write(file('new'));
    await eventually(async () => {
      expect(await migration.visit('/invoice-archive')).toEqual({ status: 200, text: 'legacy' });
    });
  });
});
