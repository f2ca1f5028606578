import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import WebSocket, { WebSocketServer } from 'ws';
import { Browser } from './support/browser.ts';
import { FakeIssuer } from './support/fake-issuer.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';
import { OldPortal } from './support/old-portal.ts';

const sessionIdleMs = 10_000;

let gateway: GatewayUnderTest;
let sockets: WebSocketServer;

beforeAll(async () => {
  gateway = await startGateway({ SESSION_IDLE_MS: String(sessionIdleMs) });
  const issuer = await FakeIssuer.create('http://localhost:8080/identity', 'test-client-secret');
  gateway.reset();
  gateway.identity.handler = issuer.handler;
  gateway.legacy.handler = new OldPortal('test-bridge-secret').handler;
  sockets = new WebSocketServer({ server: gateway.portal.server });
});
afterAll(async () => {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  await gateway.stop();
});

async function signedIn(): Promise<Browser> {
  const browser = new Browser(gateway.url);
  await browser.visit('/sign-in?return=/invoices');
  expect((await browser.session()).customer?.id).toBe('C-1001');
  return browser;
}

async function open(browser?: Browser): Promise<WebSocket> {
  const cookie = [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/invoices/live`, { headers: { cookie } });
  await new Promise((resolve) => socket.once('open', resolve));
  return socket;
}

it('a WebSocket ends with the session it was opened in, by sign-out or by its end, and no other does', async () => {
  const staying = await signedIn();
  const leaving = await signedIn();
  const [ofStaying, ofLeaving, ofNobody] = [await open(staying), await open(leaving), await open()];

  await leaving.ask('/sign-out', { method: 'POST' });
  await eventually(() => {
    expect(ofLeaving.readyState).toBe(WebSocket.CLOSED);
  });
  expect([ofStaying.readyState, ofNobody.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);

  await eventually(
    () => {
      expect(ofStaying.readyState).toBe(WebSocket.CLOSED);
    },
    { timeoutMs: sessionIdleMs * 3 },
  );
  expect(ofNobody.readyState).toBe(WebSocket.OPEN);
  const reasons = gateway.running.logs.filter((line) => line.message === 'A tunnel closed');
  expect(reasons.map((line) => line['event.reason'])).toEqual(['the session ended', 'the session ended']);
});
