import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { HttpUpstream } from '../support/http-upstream.ts';

/** Nodes that each know only their own sessions, as a servlet container's memory has them. */
let nodes: HttpUpstream[];
let gateway: GatewayUnderTest;

beforeAll(async () => {
  nodes = await Promise.all(['a', 'b', 'c'].map((name) => HttpUpstream.start(name)));
  const addresses = nodes.map(({ url }) => url);
  const session = { cookies: ['JSESSIONID'] };
  const bridge = { mode: 'off' };
  gateway = await startGateway(
    {},
    {},
    {
      sticky: { addresses, session, bridge, stickiness: { cookie: ['JSESSIONID'] } },
      shared: { addresses, session, bridge, stickiness: 'none' },
      ranked: { addresses, session, bridge, stickiness: 'customer' },
    },
  );
  gateway.migration.routes = ['sticky', 'shared', 'ranked'].map((name) => ({ path: `/${name}`, upstream: name }));
});
beforeEach(() => {
  for (const node of nodes) {
    const sessions = new Set<string>();
    node.handler = (request, response) => {
      const id = /JSESSIONID=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
      if (request.url?.endsWith('/login') === true) {
        const session = randomUUID();
        sessions.add(session);
        response.setHeader('set-cookie', `JSESSIONID=${session}; Path=/`);
      }
      response.end(id !== undefined && sessions.has(id) ? `${node.name} knows you` : `${node.name} does not`);
    };
  }
});
afterAll(async () => {
  await gateway.stop();
  for (const node of nodes) await node.stop();
});

/** @returns the page, and every cookie the browser has afterwards */
async function visit(path: string, cookies: ReadonlyMap<string, string>): Promise<[string, Map<string, string>]> {
  const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
  const response = await fetch(`${gateway.url}${path}`, { headers: cookie === '' ? {} : { cookie } });
  const kept = new Map(cookies);
  for (const each of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
    kept.set(name, value);
  }
  return [await response.text(), kept];
}

async function pages(path: string, cookies: ReadonlyMap<string, string>, count = 12): Promise<string[]> {
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) seen.add((await visit(path, cookies))[0]);
  return [...seen];
}

describe('a portal whose nodes keep sessions for themselves', () => {
  it('is asked at the node that has the session, each customer at theirs', async () => {
    const usedNodes = new Set<string>();
    for (let customer = 0; customer < 6; customer++) {
      const [, cookies] = await visit('/sticky/login', new Map());
      const seen = await pages('/sticky/page', cookies);
      expect(seen).toEqual([expect.stringMatching(/knows you$/)]);
      usedNodes.add(seen[0] ?? '');
    }
    expect(usedNodes.size).toBeGreaterThan(1);
  });

  it('never sees by which cookie the gateway does that', async () => {
    const [, cookies] = await visit('/sticky/login', new Map());
    expect([...cookies.keys()]).toContain('__Host-node-sticky');
    await visit('/sticky/page', cookies);
    const sent = nodes.flatMap(({ seen }) => seen.map(({ headers }) => headers.cookie ?? ''));
    expect(sent.join()).not.toContain('__Host-node');
  });

  it('is asked at one and the same node for a session from before the gateway was there', async () => {
    const from = new Map([['JSESSIONID', randomUUID()]]);
    expect(await pages('/sticky/page', from)).toHaveLength(1);
    const [, cookies] = await visit('/sticky/page', from);
    expect(cookies.has('__Host-node-sticky')).toBe(true);
  });

  it('is asked at another node while that one is away, and at the same one again afterwards', async () => {
    const [, cookies] = await visit('/sticky/login', new Map());
    const [page] = await visit('/sticky/page', cookies);
    const node = nodes.find(({ name }) => page.startsWith(name));
    await node?.stop();
    const [helped, kept] = await visit('/sticky/page', cookies);
    expect(helped).toMatch(/does not$/);
    expect(kept.get('__Host-node-sticky')).toBe(cookies.get('__Host-node-sticky'));
    await node?.startAgain();
    expect((await visit('/sticky/page', kept))[0]).toBe(page);
  });
});

describe('a portal whose nodes share sessions', () => {
  it('is asked at any node', async () => {
    const [, cookies] = await visit('/shared/login', new Map());
    expect([...cookies.keys()].filter((name) => name.startsWith('__Host-node'))).toEqual([]);
    expect((await pages('/shared/page', cookies)).length).toBeGreaterThan(1);
  });
});
