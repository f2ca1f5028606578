import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { startGateway, type GatewayUnderTest } from './support/gateway-under-test.ts';

describe('proxying', () => {
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  beforeEach(() => {
    gateway.reset();
  });
  afterAll(() => gateway.stop());

  it('sends a capability on the new side to its new upstream', async () => {
    const response = await fetch(`${gateway.url}/invoices?limit=5`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('portal');
    expect(gateway.portal.seen[0]?.url).toBe('/invoices?limit=5');
    expect(gateway.legacy.seen).toEqual([]);
  });

  it('sends a capability on the old side to its old upstream', async () => {
    gateway.migration.on('legacy');
    const response = await fetch(`${gateway.url}/invoices`);
    expect(await response.text()).toBe('legacy');
    expect(gateway.portal.seen).toEqual([]);
  });

  it('passes a posted body on, both ways', async () => {
    gateway.billing.handler = (request, response) => request.pipe(response);
    const body = 'x'.repeat(300_000);
    const response = await fetch(`${gateway.url}/tmf-api/paymentManagement/v4/payment`, { method: 'POST', body });
    expect(await response.text()).toBe(body);
  });

  it('reports outcomes of capabilities', async () => {
    await fetch(`${gateway.url}/invoices`);
    expect(gateway.migration.recorded).toEqual([
      expect.objectContaining({ capability: 'invoices', side: 'new', status: 200, failed: false, fallback: false }),
    ]);
  });

  it('lets the old side answer a safe request that the new one failed', async () => {
    gateway.portal.handler = (_request, response) => response.writeHead(500).end('broken');
    const response = await fetch(`${gateway.url}/invoices`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('legacy');
    expect(gateway.migration.recorded.map(({ side, failed, fallback }) => ({ side, failed, fallback }))).toEqual([
      { side: 'new', failed: true, fallback: true },
      { side: 'legacy', failed: false, fallback: false },
    ]);
    await eventually(() => {
      expect(gateway.running.logs).toContainEqual(
        expect.objectContaining({
          labels: expect.objectContaining({
            fallback_from: 'portal',
            fallback_to: 'legacy-portal',
            route: '/invoices',
          }),
        }),
      );
    });
  });

  it('answers what the new side said of requests that break the old side, too, and sends others there as before', async () => {
    gateway.portal.handler = (_request, response) => response.writeHead(500).end('broken');
    gateway.legacy.handler = (request, response) => response.writeHead(request.url === '/invoices' ? 503 : 200).end();
    const statuses = [];
    for (let n = 0; n < 40; n += 1) statuses.push((await fetch(`${gateway.url}/invoices`)).status);
    expect(new Set(statuses)).toEqual(new Set([503, 500]));
    gateway.migration.on('legacy');
    expect((await fetch(`${gateway.url}/invoices?page=2`)).status).toBe(200);
  });

  it('never sends a write to both sides', async () => {
    gateway.portal.handler = (_request, response) => response.writeHead(500).end('broken');
    const response = await fetch(`${gateway.url}/invoices/INV-1/pay`, { method: 'POST', body: 'amount=1' });
    expect(response.status).toBe(500);
    expect(gateway.portal.seen).toHaveLength(1);
    expect(gateway.legacy.seen).toEqual([]);
  });
});
