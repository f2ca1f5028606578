import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';

const usualMs = 300;

let gateway: GatewayUnderTest;

beforeAll(async () => {
  const usual = { RESPONSE_TIMEOUT_MS: String(usualMs), BODY_IDLE_TIMEOUT_MS: String(usualMs) };
  gateway = await startGateway(usual, {}, { 'legacy-portal': { timeouts: { firstByte: '5s', silence: '5s' } } });
  gateway.migration.on('legacy');
});
afterAll(async () => {
  await gateway.stop();
});

it('an old portal is waited for as long as its profile says, and others as long as is usual', async () => {
  const late = (_request: unknown, response: { end: (text: string) => void }): void => {
    setTimeout(() => {
      response.end('at last');
    }, usualMs * 4);
  };
  gateway.legacy.handler = late;
  gateway.portal.handler = late;
  const [old, fresh] = await Promise.all([fetch(`${gateway.url}/invoices`), fetch(`${gateway.url}/assets/x`)]);
  expect([old.status, await old.text()]).toEqual([200, 'at last']);
  expect(fresh.status).toBe(504);
  await fresh.arrayBuffer();
});

it('an old portal may be silent within an answer as long as its profile says', async () => {
  gateway.legacy.handler = (_request, response) => {
    response.write('at ');
    setTimeout(() => response.end('last'), usualMs * 4);
  };
  expect(await (await fetch(`${gateway.url}/invoices`)).text()).toBe('at last');
});
