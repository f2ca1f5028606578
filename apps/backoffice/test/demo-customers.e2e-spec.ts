import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Backoffice, password, startBackoffice } from './backoffice.ts';

interface Bill {
  total: string;
  open: string;
  status: string;
  issued: string;
  lines: { net: string; vat: string; gross: string }[];
}

const cents = (text: string): number => Number(text.replace('.', ''));

describe('made-up customers', () => {
  let backoffice: Backoffice;

  beforeAll(async () => {
    backoffice = await startBackoffice();
  });
  afterAll(() => backoffice.stop());

  const bills = async (customerNo: string): Promise<Bill[]> => {
    const { body } = await backoffice.get(`/billing-engine/customers/${customerNo}/invoices`);
    return (body as { items: Bill[] }).items;
  };

  it('have twelve months of bills that add up to the cent, the latest open', async () => {
    for (const customerNo of ['C-1001', 'C-1007', 'C-1020']) {
      const list = await bills(customerNo);
      expect(list.map((bill) => bill.issued.slice(0, 7))).toEqual([
        ...['2026-11', '2026-10', '2026-09', '2026-08', '2026-07', '2026-06'],
        ...['2026-05', '2026-04', '2026-03', '2026-02', '2026-01', '2025-12'],
      ]);
      expect(list.map((bill) => bill.status)).toEqual(['OPEN', ...Array.from({ length: 11 }, () => 'PAID')]);
      for (const bill of list) {
        expect(bill.lines.reduce((sum, line) => sum + cents(line.gross), 0)).toBe(cents(bill.total));
        for (const line of bill.lines) expect(cents(line.net) + cents(line.vat)).toBe(cents(line.gross));
        expect(cents(bill.total)).toBeGreaterThan(0);
        expect(bill.open).toBe(bill.status === 'OPEN' ? bill.total : '0.00');
      }
    }
  });

  it('look the same in the contract everybody builds on', async () => {
    expect((await backoffice.get('/billing-engine/invoices/INV-202611-1001')).body).toEqual({
      invoiceNo: 'INV-202611-1001',
      customerNo: 'C-1001',
      accountNo: 'A-1001',
      periodFrom: '2026-10-01',
      periodTo: '2026-10-31',
      issued: '2026-11-01',
      due: '2026-11-15',
      currency: 'EUR',
      total: '49.90',
      open: '49.90',
      status: 'OPEN',
      paidAt: null,
      changeSeq: expect.any(Number),
      lines: [
        { no: 1, text: 'Mobile 5G', kind: 'RECURRING', net: '41.58', vatRate: '20', vat: '8.32', gross: '49.90' },
      ],
    });
  });

  it('are the same in every database made for the same day', async () => {
    const other = await startBackoffice();
    try {
      for (const path of ['/billing-engine/invoices?limit=1000', '/crm/customers']) {
        expect((await other.get(path)).body).toEqual((await backoffice.get(path)).body);
      }
    } finally {
      await other.stop();
    }
  });

  it('are added once, and keep what happened to them', async () => {
    const paid = { externalRef: 'kept', amount: '49.90', currency: 'EUR', method: 'card' };
    await backoffice.send('POST', '/billing-engine/invoices/INV-202611-1001/settlements', paid);
    await backoffice.prepare();
    expect(await bills('C-1001')).toHaveLength(12);
    expect((await backoffice.get('/billing-engine/invoices/INV-202611-1001')).body).toMatchObject({ status: 'PAID' });
  });

  it('get a bill more when a month has passed', async () => {
    await backoffice.prepare({ REFERENCE_DATE: '2026-12-05' });
    const list = await bills('C-1002');
    expect(list).toHaveLength(13);
    expect(list[0]).toMatchObject({ issued: '2026-12-01', status: 'OPEN' });
    expect(list[1]).toMatchObject({ issued: '2026-11-01', status: 'OPEN' });
  });

  it('sign in with the e-mail in any case, and with no other password', async () => {
    const verify = (login: string, secret: string): ReturnType<Backoffice['send']> =>
      backoffice.send('POST', '/crm/credentials/verify', { login, password: secret });
    expect(await verify('C-1001@Example.com', password)).toMatchObject({
      status: 200,
      body: { customerNo: 'C-1001', email: 'c-1001@example.com', language: 'en', segment: 'residential' },
    });
    const wrong = { status: 401, body: { error: 'BAD_CREDENTIALS' } };
    expect(await verify('c-1001@example.com', `${password}!`)).toMatchObject(wrong);
    expect(await verify('c-9999@example.com', password)).toMatchObject(wrong);
  });

  it('can be found by number and by e-mail', async () => {
    expect((await backoffice.get('/crm/customers/C-1007')).body).toMatchObject({ segment: 'business' });
    expect((await backoffice.get('/crm/customers?email=c-1007%40example.com')).body).toMatchObject({
      items: [{ customerNo: 'C-1007' }],
    });
    expect(await backoffice.get('/crm/customers/C-0001')).toMatchObject({ status: 404, body: { error: 'NOT_FOUND' } });
  });

  it('can be closed, which the feed tells, and opened again', async () => {
    const before = (await backoffice.get('/crm/customers?limit=1000')).body as { next: number };
    const verify = (): Promise<{ status: number }> =>
      backoffice.send('POST', '/crm/credentials/verify', { login: 'c-1003@example.com', password });
    await backoffice.send('PUT', '/crm/customers/C-1003/status', { status: 'CLOSED' });
    const { body } = await backoffice.get(`/crm/customers?changedAfter=${before.next}`);
    expect(body).toMatchObject({ items: [{ customerNo: 'C-1003', status: 'CLOSED' }] });
    expect((await verify()).status).toBe(401);
    await backoffice.send('PUT', '/crm/customers/C-1003/status', { status: 'ACTIVE' });
    expect((await verify()).status).toBe(200);
    expect((await backoffice.send('PUT', '/crm/customers/C-0001/status', { status: 'CLOSED' })).status).toBe(404);
    expect((await backoffice.send('PUT', '/crm/customers/C-1003/status', { status: 'X' })).status).toBe(400);
  });
});
