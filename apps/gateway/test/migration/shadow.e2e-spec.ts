import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ParityDocument } from '@wellspring/contract-gateway';
import { eventually } from '@wellspring/testing';
import type { HttpUpstream } from '../support/http-upstream.ts';
import { Browser } from '../support/browser.ts';
import { MigrationUnderTest } from '../support/migration-under-test.ts';
import { StickyPortal } from '../support/sticky-portal.ts';

const file = (stage: string): string => `
capabilities:
  invoices:
    stage: ${stage}
    routes:
      - { path: /invoices, legacy: legacy-portal, new: portal }
      - { path: /tmf-api/customerBillManagement/v4, new: billing }
    canary: { percent: 0 }
    promotion: { minComparisons: 20, maxDifferenceRate: 0.01 }
    parity:
      - when: GET /invoices
        reveal: [status]
        legacy:
          each: table.invoices tr[data-no]
          facts:
            number: "@data-no"
            amount: .amount | amount
            currency: .amount | currency
            due: .due | date
            status: .status | lower
        new:
          get: /tmf-api/customerBillManagement/v4/customerBill?limit=100
          each: $[*]
          facts:
            number: billNo
            amount: amountDue | amount
            currency: amountDue | currency
            due: paymentDueDate | date
            status: state | map(sent=open, settled=paid)
fixed: [{ path: /, upstream: legacy-portal }]
`;

const page = `<!doctype html><h1>Invoices</h1><table class="invoices"><tr><th>No</th></tr>
<tr data-no="INV-202611-1001"><td class="amount">1 049,90&nbsp;€</td><td class="due">15.11.2026</td><td class="status">Open</td></tr>
<tr data-no="INV-202610-1001"><td class="amount">39,00&nbsp;€</td><td class="due">15.10.2026</td><td class="status">Paid</td></tr>
</table>`;

function bills(amount = 1049.9): unknown {
  return [
    bill('INV-202610-1001', 39, '2026-10-15T00:00:00.000Z', 'settled'),
    bill('INV-202611-1001', amount, '2026-11-15T00:00:00.000Z', 'sent'),
  ];
}

function bill(billNo: string, value: number, paymentDueDate: string, state: string): unknown {
  return { billNo, amountDue: { unit: 'EUR', value }, paymentDueDate, state };
}

describe('the memory of the shadow', () => {
  const bytes = 900_000;
  const limit = 4_000_000;
  const visits = 40;
  const large = `${page}${' '.repeat(bytes - Buffer.byteLength(page))}`;
  let migration: MigrationUnderTest;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file('shadow'), 1, { SHADOW_MAX_QUEUED_BYTES: String(limit) });
  });

  afterAll(async () => {
    await migration.stop();
  });

  async function metric(name: string): Promise<number> {
    const text = await (await fetch(`${migration.replica().managementUrl}/metrics`)).text();
    return Number(new RegExp(`^${name}(?:{[^}]*reason="memory"[^}]*})? (\\d+)`, 'm').exec(text)?.[1] ?? 0);
  }

  /** Sends half, and the rest when it is called. */
  function halfway(upstream: HttpUpstream, whole: string): () => void {
    const waiting: (() => void)[] = [];
    upstream.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': Buffer.byteLength(whole) });
      response.write(whole.slice(0, whole.length / 2));
      waiting.push(() => response.end(whole.slice(whole.length / 2)));
    };
    return () => {
      for (const rest of waiting.splice(0)) rest();
    };
  }

  it('is bounded over all copies that arrive at once, and every customer gets all of the page', async () => {
    const { legacy, billing } = migration.upstreams;
    const finish = halfway(legacy, large);
    billing.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bills()));
    };
    const customers = Array.from({ length: visits }, () => migration.visit());
    // All are in the middle of it: forty halves are four times what may be held.
    await eventually(async () => {
      expect(legacy.seen).toHaveLength(visits);
      expect(await metric('migration_shadow_shed_total')).toBeGreaterThan(visits / 2);
    });
    const held = await metric('migration_shadow_held_bytes');
    expect(held).toBeGreaterThan(limit / 4);
    expect(held).toBeLessThanOrEqual(limit);
    finish();
    for (const { status, text } of await Promise.all(customers)) {
      expect(status).toBe(200);
      expect(text === large).toBe(true);
    }
    await eventually(async () => {
      expect(await metric('migration_shadow_held_bytes')).toBe(0);
    });
  });

  it('is given back when a customer leaves in the middle, and has room for the answers of the new side', async () => {
    const { legacy, billing } = migration.upstreams;
    const neverMind = halfway(legacy, large);
    const leaving = new AbortController();
    const left = fetch(`${migration.replica().url}/invoices`, { signal: leaving.signal }).then((each) => each.text());
    await eventually(async () => {
      expect(await metric('migration_shadow_held_bytes')).toBeGreaterThan(0);
    });
    leaving.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    await eventually(async () => {
      expect(await metric('migration_shadow_held_bytes')).toBe(0);
    });
    neverMind();

    legacy.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    };
    const answer = JSON.stringify(bills()).padEnd(bytes);
    const finish = halfway(billing, answer);
    expect((await migration.visit()).text).toBe(page);
    await eventually(async () => {
      expect(await metric('migration_shadow_held_bytes')).toBe(Buffer.byteLength(page) + bytes / 2);
    });
    finish();
    await eventually(async () => {
      expect(await metric('migration_shadow_held_bytes')).toBe(0);
      const { body } = await migration.operate('/parity/invoices');
      expect((body as ParityDocument).summary).toMatchObject({ differing: 0 });
    });
  });
});

describe('the shadow', () => {
  let migration: MigrationUnderTest;
  let answer: unknown;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file('shadow'), 1, { SHADOW_DEADLINE_MS: '5000' });
    const { legacy, billing } = migration.upstreams;
    legacy.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' });
      response.end(gzipSync(page));
    };
    billing.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    };
  });

  beforeEach(() => {
    answer = bills();
  });

  afterAll(async () => {
    await migration.stop();
  });

  async function parity(): Promise<ParityDocument> {
    const { body } = await migration.operate('/parity/invoices');
    return body as ParityDocument;
  }

  async function comparisons(count: number): Promise<ParityDocument> {
    return eventually(async () => {
      const view = await parity();
      expect(view.summary.comparisons).toBeGreaterThanOrEqual(count);
      return view;
    });
  }

  it('finds the old page and the new API to say the same', async () => {
    const { status, text } = await migration.visit();
    expect(status).toBe(200);
    expect(text).toBe(page);
    const { summary, samples } = await comparisons(1);
    expect(summary).toMatchObject({ comparisons: 1, differing: 0, complete: true });
    expect(summary.facts.map(({ fact, compared, differing }) => `${fact} ${differing}/${compared}`)).toEqual([
      'amount 0/2',
      'answer 0/1',
      'currency 0/2',
      'due 0/2',
      'item 0/2',
      'status 0/2',
    ]);
    expect(samples).toEqual([]);
  });

  it('lets a promotion through once enough comparisons agree', async () => {
    const early = await migration.decide('advance', { reason: 'hurry' });
    expect(early).toMatchObject({ status: 409, body: { detail: 'parity: too few comparisons: 1 of 20' } });
    for (let count = 0; count < 20; count++) await migration.visit();
    await comparisons(20);
    expect(await migration.decide('advance', { reason: 'parity is fine' })).toMatchObject({
      status: 200,
      body: { stage: 'canary', percent: 0 },
    });
    await migration.decide('resume', { reason: 'next test' });
  });

  it('stands against a promotion when a fact differs, and shows an operator which, and nothing of whom', async () => {
    answer = bills(1049.09);
    const before = (await parity()).summary.comparisons;
    for (let count = 0; count < 10; count++) await migration.visit();
    const { samples } = await comparisons(before + 10);
    expect(await migration.decide('advance', { reason: 'it looks fine to me' })).toMatchObject({
      status: 409,
      body: {
        detail: expect.stringMatching(
          /^parity: .* % of comparisons differ \(\d+ of \d+\), 1\.00 % allowed: amount \d+ of \d+$/,
        ),
      },
    });
    expect(samples[0]).toMatchObject({ fact: 'amount', legacy: expect.stringMatching(/^9999\.99 #/) });
    expect(samples[0]?.legacy).not.toBe(samples[0]?.new);
    // Trace ids and fingerprints are random, and may have any digits in them.
    const shown = samples.map((sample) => `${sample.item} ${sample.legacy} ${sample.new}`.replaceAll(/#\w+/g, ''));
    expect(shown.join()).not.toMatch(/1049|1001/);
  });

  it('keeps a new side that hangs or crashes from the customer', async () => {
    const { billing } = migration.upstreams;
    const before = (await parity()).summary.comparisons;
    billing.handler = () => undefined;
    const hung = await Promise.all(Array.from({ length: 20 }, () => migration.visit()));
    billing.handler = (request) => request.socket.destroy();
    const crashed = await Promise.all(Array.from({ length: 5 }, () => migration.visit()));
    for (const { status, text } of [...hung, ...crashed]) expect({ status, text }).toEqual({ status: 200, text: page });
    // Those that hung were given up at the deadline, so that the others had their turn.
    const { summary } = await eventually(
      async () => {
        const view = await parity();
        expect(view.summary.comparisons).toBeGreaterThan(before);
        return view;
      },
      { timeoutMs: 30_000 },
    );
    expect(summary.facts.find(({ fact }) => fact === 'answer')?.differing).toBeGreaterThan(0);
  });
});

describe('the shadow of a portal that shares nothing with the gateway', () => {
  const cookie = 'LPSESSION=of-c-1001';
  let migration: MigrationUnderTest;

  beforeAll(async () => {
    migration = await MigrationUnderTest.start(file('shadow'), 1, {}, { bridge: { mode: 'off' } });
    const { legacy, billing } = migration.upstreams;
    legacy.handler = (request, response) => {
      if (request.headers.cookie?.includes(cookie) !== true) response.writeHead(401).end();
      else if (request.url === '/whoami') response.end('{"customerNo":"C-1001","email":"c-1001@example.com"}');
      else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    };
    billing.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bills(1049.09)));
    };
  });

  afterAll(async () => {
    await migration.stop();
  });

  it("looks a second time with the customer's own cookies, and so can tell a difference from noise", async () => {
    expect(await migration.visit('/invoices', 0, { cookie })).toMatchObject({ status: 200, text: page });
    await eventually(async () => {
      const { body } = await migration.operate('/parity/invoices');
      expect((body as ParityDocument).summary).toMatchObject({ comparisons: 1, differing: 1 });
    });
  });
});

describe('the shadow of a portal whose nodes keep sessions for themselves', () => {
  const visits = 12;
  let sticky: StickyPortal;
  let migration: MigrationUnderTest;

  beforeAll(async () => {
    sticky = await StickyPortal.start();
    sticky.page = () => page;
    migration = await MigrationUnderTest.start(file('shadow'), 1, {}, sticky.profile);
    migration.upstreams.billing.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(bills(1049.09)));
    };
  });

  afterAll(async () => {
    await migration.stop();
    await sticky.stop();
  });

  it('looks a second time at the node that answered: another one knows nobody', async () => {
    for (let visit = 0; visit < visits; visit++) {
      const browser = new Browser(migration.replica().url);
      await browser.ask(`/login?who=C-10${visit}`);
      expect(await (await browser.ask('/invoices')).text()).toBe(page);
    }
    await eventually(async () => {
      const { body } = await migration.operate('/parity/invoices');
      expect((body as ParityDocument).summary).toMatchObject({ comparisons: visits, differing: visits });
    });
  });
});
