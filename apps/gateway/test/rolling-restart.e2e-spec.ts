import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { Upstreams } from '../src/upstreams/upstreams.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';
import { HttpUpstream } from './support/http-upstream.ts';
import { Load } from './support/load.ts';

/** More than any budget of retries lasts. */
const requestsPerOutage = 200;

const names = ['legacy-portal', 'portal', 'identity', 'billing'] as const;
const paths = ['/', '/invoices', '/identity', '/tmf-api'];

let gateway: GatewayUnderTest;
let replicas: Map<string, HttpUpstream[]>;

beforeAll(async () => {
  replicas = new Map();
  for (const name of names) replicas.set(name, [await HttpUpstream.start(name), await HttpUpstream.start(name)]);
  const urls = (name: string): string => (replicas.get(name) ?? []).map(({ url }) => url).join();
  gateway = await startGateway({}, Object.fromEntries(names.map((name) => [name, urls(name)])));
  gateway.migration.on('new');
});
afterAll(async () => {
  await gateway.stop();
  for (const each of [...replicas.values()].flat()) await each.stop();
});

/** Idle connections to it, as the gateway knows them. */
function connectionsTo(upstream: string, { url }: HttpUpstream): number {
  const endpoints = gateway.running.get(Upstreams).get(upstream)?.endpoints ?? [];
  return endpoints.find((endpoint) => endpoint.url.origin === url)?.pool.connections.open ?? 0;
}

it('a rolling restart of every upstream in turn fails no request, no POST either', async () => {
  const load = new Load(() => gateway.url, { paths });
  const more = async (): Promise<void> => {
    const before = load.answered + load.wrong.length;
    await eventually(() => {
      expect(load.answered + load.wrong.length).toBeGreaterThan(before + requestsPerOutage);
    });
  };
  for (const [name, all] of replicas) {
    for (const replica of all) {
      // Whoever stops in the middle of a request fails it, and a write cannot be sent again: that is for the upstream to do
      // properly. Here it stops between two, so that each failure would be the gateway's.
      await load.between(async () => {
        await replica.stop();
        await eventually(() => {
          expect(connectionsTo(name, replica)).toBe(0);
        });
      });
      await more();
      await replica.startAgain();
      // The other one stops at once, while this one still counts as failing.
    }
  }
  await more();
  await load.stop();
  expect(load.wrong).toEqual([]);
  expect([...load.answers.keys()].sort()).toEqual([...names].sort());
});
