import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import WebSocket, { WebSocketServer } from 'ws';
import { Load } from './support/load.ts';
import { MigrationUnderTest } from './support/migration-under-test.ts';

const file = (stage: string): string => `
capabilities:
  invoices:
    stage: ${stage}
    canary: { percent: 100, include: [anonymous] }
    routes: [{ path: /invoices, legacy: legacy-portal, new: portal }]
fixed:
  - { path: /live, upstream: portal }
  - { path: /, upstream: legacy-portal }
`;

describe('no request is dropped', () => {
  let gateways: MigrationUnderTest;
  let sockets: WebSocketServer;

  beforeAll(async () => {
    gateways = await MigrationUnderTest.start(file('legacy'), 2, { SHUTDOWN_IDLE_GRACE_MS: '300' });
    sockets = new WebSocketServer({ server: gateways.upstreams.portal.server });
    sockets.on('connection', (socket) => {
      socket.on('message', (message: Buffer) => {
        socket.send(message.toString());
      });
    });
  });
  afterAll(async () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
    await gateways.stop();
  });

  async function untilAnsweredBy(side: string): Promise<void> {
    await eventually(async () => {
      expect((await gateways.visit()).text).toBe(side);
    });
  }

  it('when the file changes again and again, nor a WebSocket', async () => {
    const client = new WebSocket(`${gateways.replica().url.replace('http', 'ws')}/live`);
    await new Promise((resolve) => client.once('open', resolve));
    const load = new Load(() => gateways.replica().url, { paths: ['/invoices'] });
    for (const stage of ['new', 'canary', 'new', 'retired', 'new', 'new']) {
      await gateways.write(file(stage));
      await untilAnsweredBy('portal');
      await gateways.write(file('legacy'));
      await untilAnsweredBy('legacy');
    }
    await load.stop();
    expect(load.wrong).toEqual([]);
    expect([...load.answers.keys()].sort()).toEqual(['legacy', 'portal']);

    const echoed = new Promise((resolve) =>
      client.once('message', (message: Buffer) => {
        resolve(message.toString());
      }),
    );
    client.send('still here');
    expect(await echoed).toBe('still here');
    client.terminate();
  });

  it('when one of two replicas stops', async () => {
    const stopping = gateways.replica(1);
    let target = stopping.url;
    const load = new Load(() => target, { paths: ['/invoices'] });
    await eventually(() => {
      expect(load.answers.get('legacy')).toBeGreaterThan(100);
    });
    // What a load balancer does once readiness says no.
    const stopped = stopping.stop();
    target = gateways.replica().url;
    await stopped;
    await load.stop();
    expect(load.wrong).toEqual([]);
  });
});
