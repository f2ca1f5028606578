import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import WebSocket, { WebSocketServer } from 'ws';
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

/** Keeps asking over keep-alive connections, as a load balancer in front does, and notes whatever goes wrong. */
class Load {
  readonly wrong: string[] = [];
  readonly answers = new Map<string, number>();
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
  private going = true;
  private readonly workers: Promise<void>[];

  constructor(private readonly url: () => string) {
    this.workers = Array.from({ length: 20 }, (_, n) => this.work(n));
  }

  async stop(): Promise<void> {
    this.going = false;
    await Promise.all(this.workers);
    this.agent.destroy();
  }

  private async work(n: number): Promise<void> {
    for (let i = 0; this.going; i += 1) {
      try {
        const text = await this.ask(i % 4 === n % 4 ? 'POST' : 'GET');
        this.answers.set(text, (this.answers.get(text) ?? 0) + 1);
      } catch (error) {
        this.wrong.push(error instanceof Error ? error.message : String(error));
      }
    }
  }

  private ask(method: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = http.request(`${this.url()}/invoices`, { agent: this.agent, method }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${String(response.statusCode)} ${text}`));
        });
      });
      request.on('error', reject);
      request.end(method === 'POST' ? 'amount=1' : undefined);
    });
  }
}

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
    const load = new Load(() => gateways.replica().url);
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
    const load = new Load(() => target);
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
