import { describe, expect, it } from '@jest/globals';
import { RetryBudget } from './retry-budget.ts';
import { Upstream, type Lease } from './upstream.ts';
import { UpstreamError } from './upstream-error.ts';

const limits = { maxConnections: 1, maxWaiting: 1, connectTimeoutMs: 1_000, connectElsewhereMs: 500, maxIdleMs: 1_000 };

function upstreamOf(count: number): { upstream: Upstream; advance: (ms: number) => void } {
  let now = 0;
  const urls = Array.from({ length: count }, (_, i) => new URL(`http://127.0.0.1:${i + 1}`));
  return {
    upstream: new Upstream({ name: 'billing', kind: 'service', urls, limits, now: () => now }),
    advance: (ms) => {
      now += ms;
    },
  };
}

const refused = new UpstreamError('refused', { unsent: true });

function lease(upstream: Upstream): Lease {
  const leased = upstream.lease();
  if (leased === undefined) throw new Error('no lease');
  return leased;
}

/** Sends one request while only these endpoints take any. @returns the one that took it */
function ask(upstream: Upstream, taking: ReadonlySet<unknown>): unknown {
  const leased = lease(upstream);
  while (!taking.has(leased.endpoint)) {
    if (upstream.moveOn(leased, refused)) continue;
    upstream.fail(leased);
    return undefined;
  }
  upstream.succeed(leased);
  return leased.endpoint;
}

describe('Upstream', () => {
  it('spreads requests over its endpoints', () => {
    const { upstream } = upstreamOf(3);
    const used = new Map<string, number>();
    for (let i = 0; i < 300; i += 1) {
      const lease = upstream.lease();
      if (lease === undefined) throw new Error('no lease');
      used.set(lease.endpoint.url.href, (used.get(lease.endpoint.url.href) ?? 0) + 1);
      upstream.succeed(lease);
    }
    expect([...used.values()].every((count) => count > 50)).toBe(true);
  });

  it('prefers an endpoint with less to do', () => {
    const { upstream } = upstreamOf(2);
    const first = upstream.lease();
    const second = upstream.lease();
    expect(second?.endpoint).not.toBe(first?.endpoint);
  });

  it('leaves out an endpoint that keeps failing, and tries it again later', () => {
    const { upstream, advance } = upstreamOf(2);
    const [bad] = upstream.endpoints;
    for (let i = 0; i < 40; i += 1) {
      const lease = upstream.lease();
      if (lease === undefined) throw new Error('no lease');
      if (lease.endpoint === bad) upstream.fail(lease);
      else upstream.succeed(lease);
    }
    expect(bad?.ejected).toBe(true);
    expect(upstream.breaker.state).toBe('closed');
    advance(5_001);
    expect(bad?.ejected).toBe(false);
  });

  it('never leaves out the only endpoint, nor more than half of several', () => {
    for (const count of [1, 4]) {
      const { upstream } = upstreamOf(count);
      for (let i = 0; i < 200; i += 1) {
        const lease = upstream.lease();
        if (lease !== undefined) upstream.fail(lease);
      }
      expect(upstream.endpoints.filter(({ ejected }) => ejected).length).toBeLessThanOrEqual(count / 2);
    }
  });

  it('asks an ejected endpoint when the others refuse, however often', () => {
    const { upstream } = upstreamOf(3);
    const [first, second, third] = upstream.endpoints;
    for (let i = 0; i < 100; i += 1) ask(upstream, new Set([second, third]));
    expect(first?.ejected).toBe(true);
    for (let i = 0; i < 100; i += 1) expect(ask(upstream, new Set([first]))).toBe(first);
    expect({ ejected: first?.ejected, breaker: upstream.breaker.state }).toEqual({ ejected: false, breaker: 'closed' });
    expect(upstream.endpoints.map(({ active }) => active)).toEqual([0, 0, 0]);
  });

  it('asks each endpoint once, and is at fault only when all refuse', () => {
    const { upstream } = upstreamOf(3);
    const leased = lease(upstream);
    const asked = new Set([leased.endpoint]);
    while (upstream.moveOn(leased, refused)) asked.add(leased.endpoint);
    expect(asked.size).toBe(3);
    upstream.release(leased);
    while (upstream.breaker.state === 'closed') ask(upstream, new Set());
    expect(upstream.lease()).toBeUndefined();
  });

  it('sends nothing again that may have been received, and nothing whose time is up', () => {
    const { upstream } = upstreamOf(2);
    const leased = lease(upstream);
    expect(upstream.moveOn(leased, new UpstreamError('reset', { unsent: false }))).toBe(false);
    expect(upstream.moveOn(leased, new UpstreamError('timeout', { unsent: true }))).toBe(false);
  });

  it('does not take an answer to an earlier request for a recovery', () => {
    const { upstream, advance } = upstreamOf(2);
    const [first] = upstream.endpoints;
    const leases = [lease(upstream), lease(upstream)];
    advance(1);
    while (first?.ejected === false) ask(upstream, new Set([upstream.endpoints[1]]));
    for (const leased of leases) upstream.succeed(leased);
    expect(first?.ejected).toBe(true);
  });

  describe('with pods', () => {
    function located(...addresses: string[]): { upstream: Upstream; locate: (...addresses: string[]) => boolean } {
      const urls = [new URL('http://billing:3030')];
      const upstream = new Upstream({ name: 'billing', kind: 'service', urls, limits, now: () => 0 });
      const locate = (...there: string[]): boolean => upstream.locate(new Map([['billing', there]]));
      locate(...addresses);
      return { upstream, locate };
    }

    const names = ({ endpoints }: Upstream): string[] => endpoints.map(({ name }) => name);

    it('sends requests to each, and a new one has its share at once', () => {
      const { upstream, locate } = located('10.0.0.1', '10.0.0.2');
      expect(locate('10.0.0.1', '10.0.0.2', '10.0.0.3')).toBe(true);
      for (let i = 0; i < 300; i += 1) upstream.succeed(lease(upstream));
      expect(upstream.endpoints.map(({ name, requests }) => `${name} ${requests}`)).toEqual([
        '10.0.0.1:3030 100',
        '10.0.0.2:3030 100',
        '10.0.0.3:3030 100',
      ]);
    });

    it('keeps what is known of those that stay', () => {
      const { upstream, locate } = located('10.0.0.1', '10.0.0.2', '10.0.0.3');
      const [first, ...others] = upstream.endpoints;
      while (first?.ejected === false) ask(upstream, new Set(others));
      expect(locate('10.0.0.4', '10.0.0.1')).toBe(true);
      expect(upstream.endpoints[1]).toBe(first);
      expect(first?.ejected).toBe(true);
    });

    it('says that nothing changed when the same ones are told in another order', () => {
      const { upstream, locate } = located('10.0.0.1', '10.0.0.2');
      const before = [...upstream.endpoints];
      expect(locate('10.0.0.2', '10.0.0.1')).toBe(false);
      expect(upstream.endpoints).toEqual(before);
    });

    it('keeps the pods it knows while none is to be found', () => {
      const { upstream, locate } = located('10.0.0.1');
      expect(locate()).toBe(false);
      expect(upstream.locate(new Map())).toBe(false);
      expect(names(upstream)).toEqual(['10.0.0.1:3030']);
    });

    it('is sent nothing more where no pod is now, but for what is under way', () => {
      const { upstream, locate } = located('10.0.0.1', '10.0.0.2');
      const underWay = lease(upstream);
      const stays = upstream.endpoints.find((each) => each !== underWay.endpoint);
      locate(stays?.address ?? '');
      for (let i = 0; i < 10; i += 1) {
        const leased = lease(upstream);
        expect(leased.endpoint).toBe(stays);
        upstream.succeed(leased);
      }
      upstream.succeed(underWay);
      expect(underWay.endpoint.active).toBe(0);
    });

    it('is asked as a whole when no pod takes the request, and at once after a while', () => {
      const { upstream } = located('10.0.0.1', '10.0.0.2');
      const [service] = upstream.spares;
      const asked: number[] = [];
      for (let i = 0; i < 20; i += 1) {
        const leased = lease(upstream);
        while (leased.endpoint !== service) expect(upstream.moveOn(leased, refused)).toBe(true);
        asked.push(leased.refusedBy.length);
        upstream.succeed(leased);
      }
      expect([asked[0], asked.at(-1)]).toEqual([2, 0]);
      expect(upstream.breaker.state).toBe('closed');
    });

    it('is asked as a whole before any pod is known, and not besides', () => {
      const { upstream, locate } = located();
      expect(names(upstream)).toEqual(['billing:3030']);
      locate('10.0.0.1');
      for (let i = 0; i < 10; i += 1) upstream.succeed(lease(upstream));
      expect(upstream.spares.map(({ requests }) => requests)).toEqual([0]);
    });

    it('is called by its name, wherever it is', () => {
      expect(located('fd00::1').upstream.endpoints.map(({ preamble }) => preamble)).toEqual([
        'host: billing:3030\r\nvia: 1.1 wellspring\r\n',
      ]);
    });
  });

  it('soon leaves out an endpoint that takes no connection', () => {
    const { upstream } = upstreamOf(2);
    const [gone, there] = upstream.endpoints;
    const silent = new UpstreamError('connect_timeout', { unsent: true });
    let waited = 0;
    for (let i = 0; i < 20; i += 1) {
      const leased = lease(upstream);
      if (leased.endpoint === gone) {
        waited += 1;
        expect(upstream.moveOn(leased, silent)).toBe(true);
      }
      upstream.succeed(leased);
    }
    expect({ waited, gone: gone?.ejected, there: there?.ejected }).toEqual({ waited: 2, gone: true, there: false });
  });

  describe('asked instead of another', () => {
    /** Requests that break whatever they are sent to. @returns how many were let through */
    function fallBack(upstream: Upstream, count: number, outcome: 'succeed' | 'fail' = 'fail'): number {
      let sent = 0;
      for (let i = 0; i < count; i += 1) {
        const leased = upstream.lease({ isFallback: true });
        if (leased === undefined) continue;
        sent += 1;
        upstream[outcome](leased);
      }
      return sent;
    }

    it('is kept from requests that break it, and goes on serving its own', () => {
      const { upstream } = upstreamOf(2);
      expect(fallBack(upstream, 100)).toBeLessThan(100);
      expect(upstream.takesFallbacks).toBe(false);
      expect(upstream.breaker.state).toBe('closed');
      expect(upstream.endpoints.map(({ ejected }) => ejected)).toEqual([false, false]);
      upstream.succeed(lease(upstream));
    });

    it('serves everybody soon after they begin to need it, however long it was asked for the impossible', () => {
      const { upstream, advance } = upstreamOf(2);
      for (let second = 0; second < 120; second += 1) {
        fallBack(upstream, 30);
        advance(1_000);
      }
      advance(1_101);
      expect(fallBack(upstream, 100, 'succeed')).toBe(100);
    });

    it('is not asked while its own breaker is open', () => {
      const { upstream } = upstreamOf(2);
      while (upstream.breaker.state === 'closed') ask(upstream, new Set());
      expect(upstream.takesFallbacks).toBe(false);
      expect(upstream.lease({ isFallback: true })).toBeUndefined();
    });
  });
});

describe('RetryBudget', () => {
  it('allows a few retries at once, then only a share of the traffic', () => {
    const budget = new RetryBudget(0.1, 5);
    expect(Array.from({ length: 10 }, () => budget.take()).filter(Boolean)).toHaveLength(5);
    let allowed = 0;
    for (let i = 0; i < 1_000; i += 1) {
      budget.onRequest();
      if (budget.take()) allowed += 1;
    }
    expect(allowed).toBeLessThanOrEqual(100);
  });
});
