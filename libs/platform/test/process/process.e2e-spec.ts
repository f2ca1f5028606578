import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { eventually } from '../running-services.ts';
import { bundleFixture, type Bundle } from './bundle.ts';
import { Child } from './child.ts';

jest.setTimeout(60_000);

let bundle: Bundle;
const children: Child[] = [];

beforeAll(async () => {
  bundle = await bundleFixture();
});

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.end()));
});

afterAll(() => bundle.remove());

function run(env?: Record<string, string>): Child {
  const child = new Child(bundle.main, env);
  children.push(child);
  return child;
}

interface Answer {
  readonly status: number;
  /** Whether the server closes the connection after this answer. */
  readonly last: boolean;
}

function ask(url: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const answer = { status: response.statusCode ?? 0, last: response.headers.connection === 'close' };
      response.resume().once('end', () => {
        resolve(answer);
      });
    }).on('error', reject);
  });
}

/**
 * A client as a load balancer has them: uses its one connection until told that it closes, and opens none after that.
 * Pauses between requests, so that a connection is idle at any moment with some chance.
 */
async function client(url: string, answers: Answer[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let last = false; !last;) {
    const answer = await ask(`${url}/work?ms=${Math.floor(Math.random() * 40)}`, agent);
    answers.push(answer);
    last = answer.last;
    if (!last) await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
  }
  agent.destroy();
}

describe('SIGTERM under live keep-alive load', () => {
  it('fails no request, closes the database last, is not held by idle connections, and exits 0', async () => {
    const child = run({ SHUTDOWN_PROPAGATION_MS: '2000', SHUTDOWN_DRAIN_MS: '45000' });
    const { url, managementUrl } = await child.started();
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    const idleAgent = new Agent({ keepAlive: true });
    await ask(`${url}/work?ms=0`, idleAgent);
    idle.on('error', () => undefined);
    const answers: Answer[] = [];
    const clients = Array.from({ length: 30 }, () => client(url, answers));
    const slow = ask(`${url}/work?ms=6000`, new Agent({ keepAlive: true }));
    await eventually(
      () => answers.length,
      (count) => count > 300,
    );

    child.signal('SIGTERM');
    const ready = await eventually(
      () => fetch(`${managementUrl}/health/ready`),
      ({ status }) => status === 503,
    );
    expect(await ready.json()).toMatchObject({ error: { service: { phase: 'stopping' } } });
    expect((await fetch(`${url}/work`)).status).toBe(200);
    await Promise.all(clients);

    expect(await slow).toEqual({ status: 200, last: true });
    expect(await child.exit()).toBe(0);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const accessed = child.lines.filter((line) => line['event.dataset'] === 'fixture.access');
    expect(accessed).toHaveLength(answers.length + 3);
    const last = child.lines.at(-1);
    expect(last).toMatchObject({ message: 'Service stopped' });
    // Far from the drain deadline, which is when idle connections that hold the exit are cut.
    expect(Number(last?.['event.duration']) / 1e9).toBeLessThan(30);
    idleAgent.destroy();
  });

  it('gives up on what does not end by the drain deadline, and still exits 0', async () => {
    const child = run({ SHUTDOWN_PROPAGATION_MS: '0', SHUTDOWN_DRAIN_MS: '300', SHUTDOWN_IDLE_GRACE_MS: '0' });
    const { url } = await child.started();
    const endless = ask(`${url}/work?ms=600000`, new Agent()).catch(() => 'cut');
    const { managementUrl } = await child.started();
    const inFlight = async (): Promise<string> => (await fetch(`${managementUrl}/metrics`)).text();
    await eventually(inFlight, (scrape) => scrape.includes('http_server_requests_in_flight 1'));
    child.signal('SIGTERM');

    expect(await child.exit()).toBe(0);
    expect(await endless).toBe('cut');
  });
});

describe('the last log line', () => {
  it('is there after process.exit, with the 20,000 before it', async () => {
    const child = run({ LOG_BUFFER_BYTES: '16000000' });
    const { url } = await child.started();
    await fetch(`${url}/exit`).catch(() => undefined);

    expect(await child.exit()).toBe(3);
    expect(child.lines.filter(({ message }) => message === 'Line before the exit')).toHaveLength(20_000);
    expect(child.lines.at(-1)).toMatchObject({ message: 'Last words', 'error.message': 'out of luck' });
  });

  it.each([
    ['crash', 'nobody catches this'],
    ['reject', 'nobody awaits this'],
  ])('says why after a %s', async (path, reason) => {
    const child = run();
    const { url } = await child.started();
    await fetch(`${url}/${path}`).catch(() => undefined);

    expect(await child.exit()).toBe(1);
    const fatal = child.lines.find((line) => line['log.level'] === 'fatal');
    expect(fatal).toMatchObject({ 'event.action': 'crash', 'error.message': reason });
  });

  it('is not waited for by requests: a reader of stdout that stalls costs lines, which are counted', async () => {
    const child = run({ LOG_BUFFER_BYTES: '20000' });
    const { url, managementUrl } = await child.started();
    const agent = new Agent({ keepAlive: true });
    child.pause();
    const dropped = async (): Promise<number> => {
      const statuses = await Promise.all(Array.from({ length: 50 }, () => ask(`${url}/work?ms=0`, agent)));
      expect(statuses.every(({ status }) => status === 200)).toBe(true);
      const scrape = await (await fetch(`${managementUrl}/metrics`)).text();
      return Number(/^log_lines_dropped_total (\d+)/m.exec(scrape)?.[1]);
    };

    expect(await eventually(dropped, (count) => count > 100)).toBeGreaterThan(100);
    child.resume();
    await eventually(
      () => child.text,
      (text) => text.includes('log lines were dropped'),
    );
    agent.destroy();
  });
});

describe('a wrong configuration', () => {
  it('ends the process with 78 and one line that names every bad variable and no value', async () => {
    const child = run({ PORT: 'eighty', API_KEY: 'tiny-key', SHUTDOWN_DRAIN_MS: '-1' });

    expect(await child.exit()).toBe(78);
    expect(child.lines).toHaveLength(1);
    const [{ message }] = child.lines as [{ message: string }];
    for (const name of ['PORT', 'API_KEY', 'SHUTDOWN_DRAIN_MS']) expect(message).toContain(name);
    expect(child.text).not.toContain('tiny-key');
  });
});
