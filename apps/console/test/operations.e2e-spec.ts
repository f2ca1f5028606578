import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { consoleUrl, ConsoleUnderTest } from './support/console-under-test.ts';

let stack: ConsoleUnderTest;
beforeAll(async () => {
  stack = await ConsoleUnderTest.start();
});
afterEach(() => {
  stack.identity.away = false;
});
afterAll(async () => {
  await stack.stop();
});

const rollback = '/api/gateway/capabilities/invoices/rollback';

describe('what a page asks', () => {
  it('reaches the gateway with the operator’s token, which the browser never sees', async () => {
    const browser = await stack.signedIn();
    stack.gateway.when('GET /operations/v1/audit?capability=invoices&limit=5', 200, { items: [], next: null });
    const page = await browser.get('/api/gateway/audit?capability=invoices&limit=5');
    expect(page).toMatchObject({ status: 200, text: '{"items":[],"next":null}' });
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(stack.gateway.asked.at(-1)?.authorization).toMatch(/^Bearer eyJ/);
  });

  it('comes back with the gateway’s refusal, reasons and all', async () => {
    const browser = await stack.signedIn();
    const refusal = { code: 'MIGRATION.REFUSED', status: 409, detail: 'parity: too few comparisons', traceId: 'abc' };
    stack.gateway.when('POST /operations/v1/capabilities/invoices/advance', 409, refusal);
    const page = await browser.post('/api/gateway/capabilities/invoices/advance', { reason: 'looks good' });
    expect(page.status).toBe(409);
    expect(JSON.parse(page.text)).toEqual(refusal);
    expect(stack.gateway.asked.at(-1)).toMatchObject({ method: 'POST', body: '{"reason":"looks good"}' });
  });

  it('never leaves the operations API', async () => {
    const browser = await stack.signedIn();
    const before = stack.gateway.asked.length;
    const paths = ['/..%2f..%2fmetrics', '/%2e%2e/%2e%2e/metrics', '/a//b', '/a/../../x;y', ''].map(
      (path) => `/api/gateway${path}`,
    );
    for (const path of [
      ...paths,
      '/api/%2e%2e/metrics',
      '/api/identity/users',
      '/api/__proto__/x',
      '/api/other/health',
    ]) {
      expect((await browser.get(path)).status).toBe(404);
    }
    expect(stack.gateway.asked.length).toBe(before);
  });

  it('reaches the system that its path names, and no other', async () => {
    const browser = await stack.signedIn();
    const before = stack.gateway.asked.length;
    const decided = { code: 'PAYMENT.NEEDS_NO_ATTENTION', status: 409, detail: 'operator:olaf decided retry' };
    stack.billing.when('GET /operations/v1/payments?limit=50', 200, { items: [], total: 0 });
    stack.billing.when('POST /operations/v1/payments/p-1/retry', 409, decided);
    expect(await browser.get('/api/billing/payments?limit=50')).toMatchObject({
      status: 200,
      text: '{"items":[],"total":0}',
    });
    const refused = await browser.post('/api/billing/payments/p-1/retry', { reason: 'engine is back' });
    expect(refused.status).toBe(409);
    expect(JSON.parse(refused.text)).toEqual(decided);
    expect(stack.billing.asked.map(({ authorization }) => authorization)).toEqual([
      expect.stringMatching(/^Bearer eyJ/),
      expect.stringMatching(/^Bearer eyJ/),
    ]);
    expect(stack.gateway.asked.length).toBe(before);
  });

  it('can be how a system is, which is an answer also when it is not ready', async () => {
    const browser = await stack.signedIn();
    stack.gateway.when('GET /health/ready', 503, { status: 'error', details: { database: { status: 'down' } } });
    const page = await browser.get('/api/gateway/health');
    expect(page.status).toBe(200);
    expect(JSON.parse(page.text)).toMatchObject({ details: { database: { status: 'down' } } });
    expect(stack.gateway.asked.at(-1)?.authorization).toBe('');
    expect((await stack.browser().get('/api/gateway/health')).status).toBe(401);
  });

  it('says with a reference which system does not answer', async () => {
    const other = await ConsoleUnderTest.start();
    try {
      const browser = await other.signedIn();
      await other.gateway.stop();
      const page = await browser.get('/api/gateway/capabilities');
      expect(page.status).toBe(503);
      expect(JSON.parse(page.text)).toMatchObject({
        code: 'CONSOLE.GATEWAY_UNAVAILABLE',
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect((await browser.get('/api/gateway/events')).status).toBe(503);
      await other.billing.stop();
      expect(JSON.parse((await browser.get('/api/billing/payments')).text)).toMatchObject({
        code: 'CONSOLE.BILLING_UNAVAILABLE',
        status: 503,
      });
    } finally {
      await other.stop();
    }
  });
});

describe('a decision', () => {
  it('is taken from nobody who is not signed in', async () => {
    const before = stack.gateway.asked.length;
    expect((await stack.browser().post(rollback, { reason: 'because' })).status).toBe(401);
    expect(stack.gateway.asked.length).toBe(before);
  });

  it('is taken from no other site, the customers’ portal included', async () => {
    const browser = await stack.signedIn();
    const before = stack.gateway.asked.length;
    const wrong: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: stack.identity.publicUrl },
      { origin: consoleUrl, 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
    ];
    for (const headers of wrong) {
      const page = await browser.post(rollback, { reason: 'because' }, headers);
      expect(page.status).toBe(403);
    }
    expect((await browser.post('/sign-out', {}, { origin: 'https://evil.example' })).status).toBe(403);
    expect(stack.gateway.asked.length).toBe(before);
  });

  it('is not sent twice when the gateway fails', async () => {
    const browser = await stack.signedIn();
    stack.gateway.when('POST /operations/v1/capabilities/invoices/rollback', 500, { code: 'SERVICE.UNEXPECTED' });
    const before = stack.gateway.asked.length;
    expect((await browser.post(rollback, { reason: 'because' })).status).toBe(500);
    expect(stack.gateway.asked.length).toBe(before + 1);
  });
});

describe('what identity says of the operator', () => {
  const ask = (cookie: string, init: RequestInit = {}, from: { service: { url: string } } = stack): Promise<Response> =>
    fetch(`${from.service.url}${init.method === 'POST' ? rollback : '/api/gateway/capabilities'}`, {
      ...init,
      headers: { cookie, origin: consoleUrl, 'content-type': 'application/json' },
    });
  const decide = { method: 'POST', body: '{"reason":"because"}' };

  it('is asked once for several things at once, and for every decision', async () => {
    const browser = await stack.signedIn();
    stack.gateway.when('GET /operations/v1/capabilities', 200, {});
    stack.gateway.when('POST /operations/v1/capabilities/invoices/rollback', 200, {});
    const before = stack.identity.refreshes;
    const pages = await Promise.all([1, 2, 3, 4].map(() => browser.get('/api/gateway/capabilities')));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(stack.identity.refreshes).toBe(before + 1);
    expect((await browser.post(rollback, { reason: 'because' })).status).toBe(200);
    expect((await browser.post(rollback, { reason: 'because' })).status).toBe(200);
    expect(stack.identity.refreshes).toBe(before + 3);
  });

  it('ends every copy of the cookie: a decision is refused, and not sent', async () => {
    const browser = await stack.signedIn();
    const copy = browser.cookieHeader;
    expect((await ask(copy)).status).toBe(200);
    await browser.post('/sign-out', {});
    const before = stack.gateway.asked.length;
    for (const init of [decide, {}]) {
      const stolen = await ask(copy, init);
      expect(stolen.status).toBe(401);
      expect(stolen.headers.get('set-cookie')).toContain('Max-Age=0');
    }
    expect(stack.gateway.asked.length).toBe(before);
  });

  it('ends them on a replica that has just used one: a decision at once, the rest within seconds', async () => {
    const replica = await stack.replica();
    try {
      const browser = await stack.signedIn();
      const copy = browser.cookieHeader;
      expect((await ask(copy, {}, replica)).status).toBe(200);
      await browser.post('/sign-out', {});
      expect((await ask(copy, decide, replica)).status).toBe(401);
      await eventually(async () => {
        expect((await ask(copy, {}, replica)).status).toBe(401);
      });
    } finally {
      await replica.stop();
    }
  });

  it('is needed for every decision: while it is away none is taken, and what to do instead is said', async () => {
    const browser = await stack.signedIn();
    expect((await browser.get('/api/gateway/capabilities')).status).toBe(200);
    stack.identity.away = true;
    const before = stack.gateway.asked.length;
    const page = await browser.post(rollback, { reason: 'because' });
    expect(page.status).toBe(503);
    expect(JSON.parse(page.text)).toMatchObject({ code: 'CONSOLE.IDENTITY_UNAVAILABLE' });
    expect(stack.gateway.asked.length).toBe(before);
    expect((await browser.get('/api/gateway/capabilities')).status).toBe(200);
  });

  it('that has never been heard lets nobody look either', async () => {
    const browser = await stack.signedIn();
    stack.identity.away = true;
    expect((await browser.get('/api/gateway/capabilities')).status).toBe(503);
  });

  it('is not waited for by a sign-out, which it hears of as soon as it is back', async () => {
    const browser = await stack.signedIn();
    const copy = browser.cookieHeader;
    expect((await ask(copy)).status).toBe(200);
    const before = stack.identity.revoked.length;
    stack.identity.away = true;
    const { continueAt } = JSON.parse((await browser.post('/sign-out', {})).text) as { continueAt: string };
    expect(continueAt).toMatch(`${stack.identity.issuer}/session/end?`);
    expect((await ask(copy)).status).toBe(401);
    expect((await ask(copy, decide)).status).toBe(401);
    stack.identity.away = false;
    await eventually(() => {
      expect(stack.identity.revoked.length).toBe(before + 1);
    });
    expect((await ask(copy)).status).toBe(401);
  });
});

describe('the live stream', () => {
  it('passes events on as they come, and ends at the gateway when the page is closed', async () => {
    const browser = await stack.signedIn();
    const closing = new AbortController();
    const response = await browser.open('/api/gateway/events', closing.signal);
    expect(response.headers.get('content-type')).toMatch('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (const event of ['event: status\ndata: {"n":1}\n\n', 'event: status\ndata: {"n":2}\n\n']) {
      stack.gateway.say(event);
      expect((await reader?.read())?.value).toBe(event);
    }
    closing.abort();
    await reader?.read().catch(() => undefined);
    await eventually(() => {
      expect(stack.gateway.streams.size).toBe(0);
    });
  });

  it('ends with the sign-in, wherever that was ended', async () => {
    const browser = await stack.signedIn();
    const response = await browser.open('/api/gateway/events', AbortSignal.timeout(20_000));
    stack.identity.endAll();
    expect(['', 'cut']).toContain(await response.text().catch(() => 'cut'));
    expect((await browser.get('/api/gateway/events')).status).toBe(401);
  });

  it('ends when the gateway ends it', async () => {
    const browser = await stack.signedIn();
    const response = await browser.open('/api/gateway/events', AbortSignal.timeout(20_000));
    for (const stream of stack.gateway.streams) stream.end();
    expect(await response.text()).toBe('');
  });

  it('is opened for nobody who is not signed in, and closed when the service stops', async () => {
    expect((await stack.browser().get('/api/gateway/events')).status).toBe(401);
    const other = await ConsoleUnderTest.start();
    const response = await (await other.signedIn()).open('/api/gateway/events', AbortSignal.timeout(20_000));
    const ended = response.text().catch(() => 'cut');
    await other.stop();
    expect(['', 'cut']).toContain(await ended);
  });
});
