import { describe, expect, it } from '@jest/globals';
import { Endpoint } from '../upstream/endpoint.ts';
import type { Stickiness } from '../upstream/stickiness.ts';
import { NodeStickiness } from './node-stickiness.ts';

const limits = { maxConnections: 1, maxWaiting: 1, connectTimeoutMs: 1, maxIdleMs: 1 };

function endpoints(...names: string[]): Endpoint[] {
  return names.map((name) => new Endpoint(new URL(`http://${name}`), limits, () => 0));
}

function nodeOf(all: Endpoint[], by: Stickiness, who: string): string | undefined {
  return NodeStickiness.of('old', by, all)?.nodeFor({ cookie: '', who })?.url.hostname;
}

describe('NodeStickiness', () => {
  const customers = Array.from({ length: 300 }, (_, index) => `C-${index}`);

  it('sends a customer to the same node, in whatever order the nodes are listed', () => {
    const [one, other] = [endpoints('a', 'b', 'c'), endpoints('c', 'a', 'b')];
    for (const who of customers) expect(nodeOf(one, 'customer', who)).toBe(nodeOf(other, 'customer', who));
  });

  it('spreads customers, and moves only those of a node that goes away', () => {
    const before = customers.map((who) => nodeOf(endpoints('a', 'b', 'c'), 'customer', who));
    const after = customers.map((who) => nodeOf(endpoints('a', 'b'), 'customer', who));
    for (const name of ['a', 'b', 'c']) expect(before.filter((each) => each === name).length).toBeGreaterThan(60);
    expect(after.filter((name, index) => before[index] !== 'c' && name !== before[index])).toEqual([]);
  });

  it('lets the route decide otherwise', () => {
    const stickiness = NodeStickiness.of('old', 'customer', endpoints('a', 'b'));
    expect(stickiness?.nodeFor({ cookie: '', who: 'C-1', by: 'none' })).toBeUndefined();
    const bySession = (id: string): string | undefined =>
      stickiness?.nodeFor({ cookie: `S=${id}`, who: undefined, by: { cookie: ['S'] } })?.url.hostname;
    const nodes = new Set(Array.from({ length: 50 }, (_, index) => bySession(String(index))));
    expect([...nodes].toSorted()).toEqual(['a', 'b']);
  });

  it('has nothing to choose from a single node', () => {
    expect(NodeStickiness.of('old', 'customer', endpoints('a'))).toBeUndefined();
  });

  it('takes a removed cookie for no session', () => {
    const [a, b] = endpoints('a', 'b');
    if (a === undefined || b === undefined) throw new Error('no endpoints');
    const stickiness = NodeStickiness.of('old', { cookie: ['S'] }, [a, b]);
    const head = (cookie: string): Parameters<NodeStickiness['remember']>[0] => ({
      status: 200,
      reason: 'OK',
      http11: true,
      headers: ['set-cookie', cookie],
    });
    for (const removed of ['S=; Max-Age=0', 'S=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT'])
      expect(stickiness?.remember(head(removed), a, { cookie: '' })).toBeUndefined();
    expect(stickiness?.remember(head('S=1; Path=/'), a, { cookie: '' })).toMatch(
      /^__Host-node-old=[\w-]{8}; Path=\/; /,
    );
  });
});
