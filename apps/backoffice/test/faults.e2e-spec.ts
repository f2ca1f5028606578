import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Backoffice, startBackoffice } from './backoffice.ts';

describe('faults', () => {
  let backoffice: Backoffice;

  beforeAll(async () => {
    backoffice = await startBackoffice();
  });
  afterEach(() => backoffice.send('DELETE', '/faults'));
  afterAll(() => backoffice.stop());

  const fault = (target: string, body: Record<string, unknown>): Promise<Answer> =>
    backoffice.send('PUT', `/faults/${target}`, body);

  const invoices = '/billing-engine/customers/C-1001/invoices';

  /** Waits until so many calls hang; the test's own deadline ends a wait in vain. */
  const heldCalls = async (at: Backoffice, count: number): Promise<void> => {
    while (((await at.get('/faults')).body as { held: number }).held !== count);
  };

  it('answer with an error, of the named operation only', async () => {
    await fault('billing-engine.list-invoices', { mode: 'error', status: 503 });
    expect(await backoffice.get(invoices)).toMatchObject({ status: 503 });
    expect(await backoffice.get('/billing-engine/invoices/INV-202611-1001')).toMatchObject({ status: 200 });
    await backoffice.send('DELETE', '/faults/billing-engine.list-invoices');
    expect(await backoffice.get(invoices)).toMatchObject({ status: 200 });
  });

  it('answer with garbage that looks like an answer', async () => {
    await fault('billing-engine.*', { mode: 'garbage' });
    const response = await fetch(`${backoffice.url}${invoices}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    await expect(response.json()).rejects.toMatchObject({ name: 'SyntaxError' });
  });

  it('reset the connection', async () => {
    await fault('crm.*', { mode: 'reset' });
    await expect(fetch(`${backoffice.url}/crm/customers/C-1001`)).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
  });

  it('make the caller wait', async () => {
    await fault('crm.get-customer', { mode: 'latency', latencyMs: 150 });
    const started = performance.now();
    expect(await backoffice.get('/crm/customers/C-1001')).toMatchObject({ status: 200 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(145);
  });

  it('hang until the caller gives up, while health and the switch itself go on answering', async () => {
    await fault('billing-engine.*', { mode: 'hang' });
    const impatient = new AbortController();
    const call = fetch(`${backoffice.url}${invoices}`, { signal: impatient.signal }).catch((error: unknown) => error);
    await heldCalls(backoffice, 1);
    expect(await backoffice.get('/health')).toMatchObject({ status: 200 });
    expect((await backoffice.get('/faults')).body).toMatchObject({ faults: { 'billing-engine.*': { mode: 'hang' } } });
    impatient.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
    await heldCalls(backoffice, 0);
  });

  it('do not keep the process from stopping', async () => {
    const other = await startBackoffice({ CUSTOMERS: '1' });
    await other.send('PUT', '/faults/crm.*', { mode: 'hang' });
    const hanging = fetch(`${other.url}/crm/customers`).catch((error: unknown) => error);
    await heldCalls(other, 1);
    await other.stop();
    expect(await hanging).toMatchObject({ message: 'fetch failed' });
  });

  it('can lose the answer of work that was done', async () => {
    await fault('payment-provider.charge', { mode: 'reset', phase: 'after' });
    const order = { reference: 'lost', amountMinor: 100, currency: 'EUR', instrument: { token: 'tok_visa' } };
    const charge = backoffice.send('POST', '/payment-provider/charges', order, { 'idempotency-key': 'lost' });
    await expect(charge).rejects.toThrow('fetch failed');
    expect((await backoffice.get('/payment-provider/charges/lost')).body).toMatchObject({ state: 'captured' });
  });

  it('that end before the work leave nothing behind', async () => {
    await fault('payment-provider.charge', { mode: 'error' });
    const order = { reference: 'never', amountMinor: 100, currency: 'EUR', instrument: { token: 'tok_visa' } };
    const headers = { 'idempotency-key': 'never' };
    expect(await backoffice.send('POST', '/payment-provider/charges', order, headers)).toMatchObject({ status: 500 });
    expect(await backoffice.get('/payment-provider/charges/never')).toMatchObject({ status: 404 });
  });

  it('are refused when they make no sense', async () => {
    expect(await fault('billing-engine.fly', { mode: 'hang' })).toMatchObject({
      status: 404,
      body: { error: 'UNKNOWN_OPERATION' },
    });
    expect(await fault('crm.*', { mode: 'explode' })).toMatchObject({ status: 400 });
    expect(await fault('crm.*', { mode: 'hang', share: 0 })).toMatchObject({ status: 400 });
    expect((await backoffice.get('/faults')).body).toMatchObject({ faults: {} });
  });
});
