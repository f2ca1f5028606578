import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readTopology, type PortKind } from '../../topology/topology.ts';
import { startContainerStack, type ContainerStack } from '../stack/container-stack.ts';
import { databaseHost } from '../stack/networks.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-images-'));
const apps = readTopology();
let stack: ContainerStack;

beforeAll(async () => {
  stack = await startContainerStack({ dataDir, ports: 'free', overrides: { backoffice: { CUSTOMERS: '5' } } });
}, 300_000);
afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 120_000);

function portOf(app: string, kind: PortKind): number {
  return Number(new URL(stack.url(app, kind)).port);
}

/** Every address an app could try for what others have: by name, or by the number of whoever carries its calls. */
async function everythingBut(app: string): Promise<{ host: string; port: number }[]> {
  const forwarder = await stack.forwarderAddress(app);
  const ports = apps
    .filter(({ name }) => name !== app)
    .flatMap(({ name, ports: { management } }) => [
      { host: name, port: portOf(name, 'service') },
      ...(management ? [{ host: name, port: portOf(name, 'management') }] : []),
    ]);
  const database = { host: databaseHost, port: stack.databasePort };
  return [...ports, database].flatMap(({ host, port }) => [
    { host, port },
    { host: forwarder, port },
  ]);
}

/** Which of the addresses a connection can be made to from inside the app's container. */
async function reachableFrom(app: string, addresses: { host: string; port: number }[]): Promise<string[]> {
  const script = `
    const net = require('node:net');
    const resolver = new (require('node:dns').promises.Resolver)({ timeout: 500, tries: 2 });
    const addressOf = async (host) => (net.isIP(host) ? host : (await resolver.resolve4(host))[0]);
    const connect = (host, port) => new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, timeout: 3000 });
      socket.once('connect', resolve).once('error', reject).once('timeout', reject);
    });
    const attempt = ({ host, port }) =>
      addressOf(host).then((address) => connect(address, port)).then(() => [host + ':' + port], () => []);
    Promise.all(${JSON.stringify(addresses)}.map(attempt)).then((all) => {
      console.log(JSON.stringify(all.flat()));
      process.exit();
    });`;
  return z.array(z.string()).parse(JSON.parse(await stack.process(app).evaluate(script)));
}

describe.each(apps.map((app) => [app.name, app] as const))('from %s', (name, app) => {
  it('the calls in its service.yaml are possible, and no other', async () => {
    const declared = app.calls.map((call) => ({ host: call.app, port: portOf(call.app, call.port) }));
    if (app.database) declared.push({ host: databaseHost, port: stack.databasePort });
    const forwarder = await stack.forwarderAddress(name);
    const possible = declared.flatMap(({ host, port }) => [`${host}:${port}`, `${forwarder}:${port}`]);
    const reached = await reachableFrom(name, await everythingBut(name));
    expect(reached.sort()).toEqual([...new Set(possible)].sort());
  });

  it('nothing is reached past that, neither another container nor the Internet', async () => {
    const others = apps.filter((other) => other.name !== name);
    const addresses = await Promise.all(
      others.map(async (other) => ({
        host: await stack.process(other.name).address(),
        port: portOf(other.name, 'service'),
      })),
    );
    expect(await reachableFrom(name, [...addresses, { host: '1.1.1.1', port: 443 }])).toEqual([]);
  });
});

it('a callee that has gone is refused soon, and nobody else has to wait meanwhile', async () => {
  const callers = `
    const timeout = 5000;
    const call = (url) => fetch(url, { signal: AbortSignal.timeout(timeout) }).then(
      (response) => response.arrayBuffer().then(() => 'answered'),
      (error) => (error.name === 'TimeoutError' ? 'waited' : 'refused'),
    );
    const seen = { billing: new Set(), portal: new Set() };
    let refused = 0;
    const caller = async () => {
      while (refused < 40 && !seen.billing.has('waited')) {
        const outcome = await call('http://billing:${portOf('billing', 'service')}/');
        if (outcome === 'refused') refused += 1;
        seen.billing.add(outcome);
        seen.portal.add(await call('http://portal:${portOf('portal', 'service')}/'));
      }
    };
    Promise.all(Array.from({ length: 8 }, caller)).then(() => {
      console.log(JSON.stringify({ billing: [...seen.billing].sort(), portal: [...seen.portal] }));
      process.exit();
    });`;
  const calling = stack.process('gateway').evaluate(callers);
  await stack.process('billing').kill();
  expect(JSON.parse(await calling)).toEqual({ billing: expect.not.arrayContaining(['waited']), portal: ['answered'] });

  stack.process('billing').start((reason) => {
    throw new Error(reason);
  });
  await stack.process('billing').ready(AbortSignal.timeout(30_000));
});

it.each(apps.map(({ name }) => name).reverse())('%s, as process 1, ends by itself when asked to', async (app) => {
  expect(await stack.process(app).terminate()).toBe(0);
});
