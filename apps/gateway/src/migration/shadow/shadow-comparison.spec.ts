import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FactCount } from '@wellspring/contract-gateway';
import type { ShadowExchange, UpstreamRequester } from '../migration.ts';
import { Extractor } from '../../facts/extractor.ts';
import type { ComparedExchange } from '../parity/parity-book.ts';
import { exchange, oldPage, shadowFile } from './shadow-fixture.ts';
import { ShadowComparison, type ShadowOutcome, type ShadowRoom } from './shadow-comparison.ts';
import { shadowRuleFor } from './shadow-rule.ts';

type Request = Parameters<UpstreamRequester['request']>[0];
type Answer = Awaited<ReturnType<UpstreamRequester['request']>>;

const declaration = shadowFile().capabilities['invoices'];
const signal = new AbortController().signal;

function json(value: unknown, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
    durationMs: 5,
  };
}

describe('ShadowComparison', () => {
  let asked: Request[];
  let recorded: ComparedExchange[];
  let answers: { billing: (call: number) => Answer; 'legacy-portal': (call: number) => Answer; portal: () => Answer };
  let comparison: ShadowComparison;
  let room: ShadowRoom & { refused: boolean };

  beforeEach(() => {
    asked = [];
    recorded = [];
    room = { take: () => true, refused: false };
    answers = {
      billing: () => json([{ no: 'INV-1', amount: { unit: 'EUR', value: 49.9 }, state: 'open' }]),
      'legacy-portal': () => ({ ...json(''), body: oldPage(['INV-1', '49,90 €', 'open']) }),
      portal: () => json({}),
    };
    comparison = new ShadowComparison({
      requester: {
        request: (request) => {
          asked.push(request);
          const { upstream } = request;
          const call = asked.filter((each) => each.upstream === upstream).length;
          if (upstream !== 'billing' && upstream !== 'legacy-portal' && upstream !== 'portal')
            throw new Error('unknown');
          return Promise.resolve(answers[upstream](call));
        },
        legacyCredentials: () => Promise.resolve({ 'x-bridge-customer': 'signed' }),
      },
      extract: ({ declaration: extractor, body }) => {
        try {
          return Promise.resolve({ ok: true, items: new Extractor(extractor).extract(Buffer.from(body).toString()) });
        } catch {
          return Promise.resolve({ ok: false, reason: 'SyntaxError' });
        }
      },
      charsetOf: () => undefined,
      record: (compared) => recorded.push(compared),
      maxBodyBytes: 1_000_000,
    });
  });

  function run(part: Partial<ShadowExchange> = {}): Promise<ShadowOutcome> {
    const offered = exchange(part);
    if (declaration === undefined) throw new Error('no declaration');
    const rule = shadowRuleFor(declaration, offered.target);
    return comparison.run({
      exchange: offered,
      rule,
      newUpstream: rule ? 'billing' : 'portal',
      targets: { new: rule?.newTarget ?? offered.target, legacy: offered.target },
      timeoutMs: 1_000,
      room,
      signal,
    });
  }

  function counted(fact: string): FactCount | undefined {
    return recorded[0]?.facts.find((count) => count.fact === fact);
  }

  it('finds both sides saying the same', async () => {
    expect(await run()).toBe('equal');
    expect(recorded[0]).toMatchObject({ capability: 'invoices', differs: false, samples: [] });
    expect(counted('amount')).toEqual({ fact: 'amount', compared: 1, differing: 0, noise: 0 });
  });

  it("asks the new side in the customer's name and within the deadline, without the customer's cookies", async () => {
    await run();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      upstream: 'billing',
      method: 'GET',
      target: '/bills?limit=100',
      timeoutMs: 1_000,
    });
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer token for billing',
      'accept-language': 'et',
      'x-request-timeout-ms': '1000',
    });
    expect(asked[0]?.headers).not.toHaveProperty('cookie');
  });

  it.each([
    ['the answer', 1],
    ['the second answer, which a difference is confirmed by', 2],
  ])('says nothing of either side when there was no room for %s', async (_what, refusedAt) => {
    answers.billing = (call) => {
      if (call < refusedAt) return json([]);
      room.refused = true;
      throw new Error('given up');
    };
    expect(await run()).toEqual({ notCompared: 'late' });
    expect(recorded).toEqual([]);
  });

  it('fills the path of the new side from the path of the page', async () => {
    answers.billing = () => json({ no: 'INV-1' });
    const body = Buffer.from('<h1>INV-1</h1>');
    expect(await run({ target: '/invoices/INV-1?tab=2', response: { ...exchange().response, body } })).toBe('equal');
    expect(asked[0]?.target).toBe('/bills/INV-1');
  });

  it('counts a difference by fact, and samples it with both values masked', async () => {
    answers.billing = () => json([{ no: 'INV-1', amount: { unit: 'EUR', value: 49.99 }, state: 'paid' }]);
    expect(await run()).toBe('different');
    expect(counted('amount')).toMatchObject({ compared: 1, differing: 1, noise: 0 });
    const samples = recorded[0]?.samples ?? [];
    expect(samples.find(({ fact }) => fact === 'status')).toMatchObject({
      route: 'GET /invoices',
      legacy: 'open',
      new: 'paid',
      traceId: '0af7651916cd43dd8448eb211c80319c',
    });
    expect(samples.find(({ fact }) => fact === 'amount')?.legacy).toMatch(/^99\.99 AAA #/);
    expect(JSON.stringify(samples)).not.toMatch(/49\.9|INV-1/);
  });

  it.each(['billing', 'legacy-portal'] as const)('takes what %s says differently twice for noise', async (side) => {
    answers.billing = (call) =>
      json([{ no: 'INV-1', amount: side === 'billing' ? `${call},10 €` : '7,00 €', state: 'open' }]);
    if (side === 'legacy-portal') answers[side] = () => ({ ...json(''), body: oldPage(['INV-1', '7,00 €', 'open']) });
    expect(await run()).toBe('noise');
    expect(counted('amount')).toEqual({ fact: 'amount', compared: 1, differing: 0, noise: 1 });
    expect(recorded[0]).toMatchObject({ differs: false, samples: [] });
    expect(asked.find(({ upstream }) => upstream === 'legacy-portal')?.headers).toMatchObject({
      'x-bridge-customer': 'signed',
    });
  });

  it('does not let noise in one fact hide a difference in another', async () => {
    answers.billing = (call) => json([{ no: 'INV-1', amount: `${call},10 €`, state: 'paid' }]);
    expect(await run()).toBe('different');
    expect(counted('amount')).toMatchObject({ differing: 0, noise: 1 });
    expect(counted('status')).toMatchObject({ differing: 1, noise: 0 });
  });

  it.each([
    ['fails', () => json({}, 500), 'status 500'],
    ['refuses', () => json({}, 401), 'status 401'],
    ['answers nonsense', () => ({ ...json(''), body: Buffer.from('<html>') }), 'SyntaxError'],
    [
      'crashes',
      (): Answer => {
        throw new Error('refused');
      },
      'no answer',
    ],
  ])('counts a new side that %s as a difference of its own', async (_how, answer, reason) => {
    answers.billing = answer;
    expect(await run()).toBe('new_failed');
    expect(counted('answer')).toMatchObject({ compared: 1, differing: 1 });
    expect(recorded[0]?.samples).toMatchObject([{ fact: 'answer', legacy: 'answered', new: reason }]);
  });

  it('compares nothing with an old page that is an error page itself', async () => {
    expect(await run({ response: { ...exchange().response, status: 500 } })).toEqual({ notCompared: 'old_failed' });
    expect(asked).toEqual([]);
    expect(recorded).toEqual([]);
  });

  it('does not say that both sides agree where neither shows anything', async () => {
    answers.billing = () => json([]);
    expect(await run({ response: { ...exchange().response, body: oldPage() } })).toEqual({
      notCompared: 'nothing_found',
    });
    expect(recorded).toEqual([]);
  });

  it('takes a page that the old side does not answer twice for noise', async () => {
    answers.billing = () => json([{ no: 'INV-1', amount: '7,00 €', state: 'paid' }]);
    answers['legacy-portal'] = () => json({}, 302);
    expect(await run()).toEqual({ notCompared: 'old_changed' });
    expect(recorded).toEqual([]);
  });

  it('asks only whether the new side answers where no facts are declared', async () => {
    expect(await run({ target: '/invoices/INV-1/pdf' })).toBe('equal');
    expect(asked[0]).toMatchObject({ upstream: 'portal', target: '/invoices/INV-1/pdf' });
    expect(recorded[0]?.facts).toEqual([{ fact: 'answer', compared: 1, differing: 0, noise: 0 }]);
  });
});
