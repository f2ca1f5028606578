import http from 'node:http';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.ts';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { PhpLikePortal, phpLikeProfile } from '../support/php-like-portal.ts';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGateway({}, {}, { 'legacy-portal': { ...phpLikeProfile, bridge: { mode: 'off' } } });
  gateway.legacy.handler = new PhpLikePortal().handler;
  gateway.portal.server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  });
});
afterAll(() => gateway.stop());

it('a WebSocket of A ends when the browser is B on the old side, though nothing asks the new one', async () => {
  const browser = new Browser(gateway.url);
  await browser.ask('/index.php');
  const username = 'A';
  await browser.ask('/index.php?_route=login', { method: 'POST', body: new URLSearchParams({ username }) });
  expect((await browser.session()).customer?.id).toBe('A');
  const socket = await webSocket(browser);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await browser.ask('/index.php?_route=become&who=B');
  await closed;
}, 60_000);

function webSocket({ cookies }: Browser): Promise<Duplex> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-version': '13',
    origin: 'http://localhost:8080',
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
  return new Promise((resolve, reject) => {
    http
      .get(new URL('/invoices/live', gateway.url), { headers })
      .on('upgrade', (_response, socket) => {
        socket.on('error', () => undefined).resume();
        resolve(socket);
      })
      .on('response', ({ statusCode }) => {
        reject(new Error(`refused with ${statusCode ?? 'nothing'}`));
      })
      .on('error', reject);
  });
}
