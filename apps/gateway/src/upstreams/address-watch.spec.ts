import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { requestBuffered } from '../upstream/buffered-request.ts';
import { Upstream } from '../upstream/upstream.ts';
import { AddressWatch } from './address-watch.ts';

const limits = {
  maxConnections: 50,
  maxWaiting: 100,
  connectTimeoutMs: 2_000,
  connectElsewhereMs: 500,
  maxIdleMs: 4_000,
};

/** What the log was told. */
class Told {
  readonly lines: string[] = [];
  info(message: string): void {
    this.lines.push(`info: ${message}`);
  }
  warn(message: string): void {
    this.lines.push(`warn: ${message}`);
  }
}

let addresses: string[] | Error;
let asked: string[];
let told: Told;
beforeEach(() => {
  addresses = [];
  asked = [];
  told = new Told();
});

function lookUp(host: string): Promise<string[]> {
  asked.push(host);
  return addresses instanceof Error ? Promise.reject(addresses) : Promise.resolve(addresses);
}

function upstreamAt(...urls: string[]): Upstream {
  return new Upstream({ name: 'billing', kind: 'service', urls: urls.map((url) => new URL(url)), limits });
}

const places = ({ endpoints }: Upstream): string[] => endpoints.map(({ name }) => name);

describe('AddressWatch', () => {
  it('takes over what a name stands for, as often as that changes', async () => {
    const upstream = upstreamAt('http://billing:3030');
    const watch = new AddressWatch([upstream], '-pods', told, 1_000, lookUp);
    expect(places(upstream)).toEqual(['billing:3030']);
    addresses = ['10.0.0.1', '10.0.0.2'];
    await watch.look();
    await watch.look();
    expect(places(upstream)).toEqual(['10.0.0.1:3030', '10.0.0.2:3030']);
    addresses = ['10.0.0.2', '10.0.0.3'];
    await watch.look();
    expect(places(upstream)).toEqual(['10.0.0.2:3030', '10.0.0.3:3030']);
    expect(told.lines).toEqual(Array.from({ length: 2 }, () => 'info: upstream has other pods'));
  });

  it('stays with what it knows while a name cannot be looked up, and says so once', async () => {
    const upstream = upstreamAt('http://billing:3030');
    const watch = new AddressWatch([upstream], '-pods', told, 1_000, lookUp);
    addresses = ['10.0.0.1'];
    await watch.look();
    addresses = new Error('ENOTFOUND');
    await watch.look();
    await watch.look();
    expect(places(upstream)).toEqual(['10.0.0.1:3030']);
    expect(told.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });

  it('looks up no address that is a number', async () => {
    const watch = new AddressWatch(
      [upstreamAt('http://10.0.0.1:3030', 'http://[fd00::1]:3030')],
      '-pods',
      told,
      1_000,
      lookUp,
    );
    await watch.look();
    expect(asked).toEqual([]);
  });

  it('asks for the pods by the name of their service', async () => {
    await new AddressWatch([upstreamAt('http://billing:3030')], '-pods', told, 1_000, lookUp).look();
    expect(asked).toEqual(['billing-pods']);
  });

  it('has the system look names up', async () => {
    const upstream = upstreamAt('http://local:3030');
    await new AddressWatch([upstream], 'host', told, 1_000).look();
    expect(places(upstream)).toEqual(['127.0.0.1:3030']);
  });
});

describe('pods that come and go under load', () => {
  const hosts = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
  const servers = new Map<string, http.Server>();
  const counts = new Map<string, number>();
  let port = 0;

  beforeEach(async () => {
    port = 0;
    for (const host of hosts) await serve(host);
  });
  afterEach(() => {
    for (const server of servers.values()) server.close().closeAllConnections();
  });

  async function serve(host: string): Promise<void> {
    counts.set(host, 0);
    const server = http.createServer((_request, response) => {
      counts.set(host, (counts.get(host) ?? 0) + 1);
      setImmediate(() => response.end(host));
    });
    servers.set(host, server);
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    port = (server.address() as AddressInfo).port;
  }

  it('lose no request, and each has its share from the first look on', async () => {
    const upstream = upstreamAt(`http://billing:${port}`);
    const watch = new AddressWatch([upstream], '-pods', told, 1_000, lookUp);
    const load = async (requests: number): Promise<number[]> => {
      for (const host of hosts) counts.set(host, 0);
      const one = async (): Promise<number> => {
        const options = { method: 'POST', target: '/', headers: {}, body: '{}', timeoutMs: 5_000, maxBodyBytes: 100 };
        return (await requestBuffered(upstream, options)).status;
      };
      for (let sent = 0; sent < requests; sent += 10) {
        const statuses = await Promise.all(Array.from({ length: 10 }, one));
        expect(statuses.every((status) => status === 200)).toBe(true);
      }
      return hosts.map((host) => counts.get(host) ?? 0);
    };
    addresses = hosts.slice(0, 2);
    await watch.look();
    expect(await load(200)).toEqual([expect.closeTo(100, -1), expect.closeTo(100, -1), 0]);
    // One that comes has a third, with the connections to the others still open.
    addresses = hosts;
    await watch.look();
    const [, , third = 0] = await load(300);
    expect(third).toBeGreaterThan(80);
    // One that leaves answers what it was sent, and is not kept from ending by connections nobody uses.
    const leaving = load(300);
    addresses = hosts.slice(1);
    await watch.look();
    await leaving;
    await new Promise((resolve) => servers.get('127.0.0.1')?.close(resolve));
    expect((await load(100))[0]).toBe(0);
    upstream.close();
  });
});
