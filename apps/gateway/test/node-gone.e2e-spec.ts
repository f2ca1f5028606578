import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpUpstream } from './support/http-upstream.ts';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';
import { VanishingMachine } from './support/vanishing-machine.ts';

let gateway: GatewayUnderTest;
let machine: VanishingMachine;
let other: HttpUpstream;

beforeAll(async () => {
  other = await HttpUpstream.start('other');
});
beforeEach(async () => {
  machine = await VanishingMachine.start('machine');
  other.reset();
  gateway = await startGateway({}, { billing: `${machine.url},${other.url}` });
  gateway.migration.on('new');
});
afterEach(async () => {
  await gateway.stop();
  await machine.stop();
});
afterAll(async () => {
  await other.stop();
});

const bills = '/tmf-api/customerBillManagement/v4/customerBill';
const never = '/tmf-api/never';

interface Answered {
  status: number;
  by: string;
}

async function ask(method: 'GET' | 'POST', path = bills): Promise<Answered> {
  const origin = new URL(gateway.env['PUBLIC_URL'] ?? '').origin;
  const response = await fetch(new URL(path, gateway.url), { method, headers: { origin, connection: 'close' } });
  return { status: response.status, by: await response.text() };
}

/** How often a connection to billing was waited for in vain. */
async function connectTimeouts(): Promise<number> {
  const metrics = await (await fetch(`${gateway.managementUrl}/metrics`)).text();
  const count =
    /^gateway_upstream_response_duration_seconds_count\{upstream="billing",outcome="connect_timeout"\} (\d+)$/m;
  return Number(count.exec(metrics)?.[1] ?? 0);
}

describe('a machine that is gone without a word', () => {
  it('costs no request, and keeps no more than two waiting, writes included', async () => {
    await machine.vanish();
    const answers: Answered[] = [];
    for (let i = 0; i < 10; i += 1) answers.push(await ask(i % 2 === 0 ? 'GET' : 'POST'));
    expect(answers.map(({ by }) => by)).toEqual(answers.map(() => 'other'));
    // It is left out after that.
    expect(await connectTimeouts()).toBe(2);
    expect(other.seen).toHaveLength(10);
  });

  it('has what it was asked for asked of another soon, unless that could do it twice', async () => {
    const held: (() => void)[] = [];
    other.handler = (_request, response) => held.push(() => response.end('other'));
    const waiting: Promise<Answered>[] = [];
    // The less busy one is asked, so that each has one of every two.
    for (const method of ['GET', 'POST'] as const) {
      const asked = machine.untilAsked();
      waiting.push(ask(method, never), ask(method, never));
      await asked;
    }
    await machine.vanish();
    other.handler = (_request, response) => response.end('other');
    for (const answer of held) answer();
    const answers = await Promise.all(waiting);
    expect(answers.slice(0, 2).map(({ by }) => by)).toEqual(['other', 'other']);
    const writes = answers.slice(2).map(({ status }) => status);
    expect(writes.sort()).toEqual([200, 502]);
    expect(other.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});
