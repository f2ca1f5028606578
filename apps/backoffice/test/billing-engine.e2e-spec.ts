import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Backoffice, startBackoffice } from './backoffice.ts';

interface Bill {
  invoiceNo: string;
  total: string;
  changeSeq: number;
}
interface Page {
  items: Bill[];
  next: number;
}

describe('the billing engine', () => {
  let backoffice: Backoffice;

  beforeAll(async () => {
    backoffice = await startBackoffice();
  });
  afterAll(() => backoffice.stop());

  const page = async (query: string): Promise<Page> =>
    (await backoffice.get(`/billing-engine/invoices?${query}`)).body as Page;

  const totalOf = async (invoiceNo: string): Promise<string> =>
    ((await backoffice.get(`/billing-engine/invoices/${invoiceNo}`)).body as Bill).total;

  const settle = (invoiceNo: string, externalRef: string, amount: string, currency = 'EUR'): Promise<Answer> =>
    backoffice.send('POST', `/billing-engine/invoices/${invoiceNo}/settlements`, {
      externalRef,
      amount,
      currency,
      method: 'card',
    });

  it('feeds every invoice once, page by page, in the order of change', async () => {
    const seen: Bill[] = [];
    for (let next = 0, more = true; more;) {
      const { items, next: following } = await page(`changedAfter=${next}&limit=50`);
      seen.push(...items);
      more = items.length > 0;
      next = following;
    }
    expect(new Set(seen.map((bill) => bill.invoiceNo)).size).toBe(20 * 12);
    expect(seen.map((bill) => bill.changeSeq)).toEqual(seen.map((bill) => bill.changeSeq).toSorted((a, b) => a - b));
  });

  it('books a settlement and puts the invoice at the end of the feed', async () => {
    const { changeSeq } = (await page('limit=1000')).items.at(-1) ?? { changeSeq: 0 };
    const total = await totalOf('INV-202611-1002');
    const settled = await settle('INV-202611-1002', 'pay-1002', total);
    expect(settled).toMatchObject({
      status: 201,
      body: { invoiceNo: 'INV-202611-1002', externalRef: 'pay-1002', amount: total, currency: 'EUR' },
    });
    expect((await page(`changedAfter=${changeSeq}`)).items).toMatchObject([
      {
        invoiceNo: 'INV-202611-1002',
        status: 'PAID',
        open: '0.00',
        paidAt: (settled.body as { bookedAt: string }).bookedAt,
      },
    ]);
    expect((await backoffice.get('/billing-engine/settlements/pay-1002')).body).toEqual(settled.body);
  });

  it('answers a repeated settlement with the first answer', async () => {
    const total = await totalOf('INV-202611-1003');
    const first = await settle('INV-202611-1003', 'pay-1003', total);
    const second = await settle('INV-202611-1003', 'pay-1003', total);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  it('books once when the same settlement arrives many times at once', async () => {
    const total = await totalOf('INV-202611-1004');
    const answers = await Promise.all(Array.from({ length: 12 }, () => settle('INV-202611-1004', 'pay-1004', total)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(11);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await bookings('INV-202611-1004')).toBe(1);
  });

  it('lets one of several payers win, and tells the others', async () => {
    const total = await totalOf('INV-202611-1005');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, payer) => settle('INV-202611-1005', `payer-${payer}`, total)),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    const others = answers.filter((answer) => answer.status !== 201);
    expect(others.map(({ status, body }) => ({ status, body }))).toEqual(
      others.map(() => ({ status: 409, body: { error: 'ALREADY_PAID' } })),
    );
    expect(await bookings('INV-202611-1005')).toBe(1);
  });

  it('takes one reference for one invoice only, also when they race', async () => {
    const [a, b] = [await totalOf('INV-202611-1006'), await totalOf('INV-202611-1008')];
    const answers = await Promise.all([
      settle('INV-202611-1006', 'same-ref', a),
      settle('INV-202611-1008', 'same-ref', b),
    ]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toEqual({ error: 'REFERENCE_REUSED' });
  });

  it('refuses another amount or currency, and books nothing', async () => {
    const total = await totalOf('INV-202611-1009');
    const mismatch = { status: 422, body: { error: 'AMOUNT_MISMATCH' } };
    expect(await settle('INV-202611-1009', 'short', '0.01')).toMatchObject(mismatch);
    expect(await settle('INV-202611-1009', 'other', total, 'USD')).toMatchObject(mismatch);
    expect(await settle('INV-202611-1009', 'nonsense', '1e3')).toMatchObject({ status: 400 });
    expect(await bookings('INV-202611-1009')).toBe(0);
  });

  it('says so when there is no such thing', async () => {
    const missing = { status: 404, body: { error: 'NOT_FOUND' } };
    expect(await backoffice.get('/billing-engine/invoices/INV-1')).toMatchObject(missing);
    expect(await settle('INV-1', 'nowhere', '1.00')).toMatchObject(missing);
    expect(await backoffice.get('/billing-engine/settlements/none')).toMatchObject(missing);
    expect((await backoffice.get('/billing-engine/customers/C-1/invoices')).body).toEqual({ items: [] });
    expect(await backoffice.get('/billing-engine/invoices?changedAfter=abc')).toMatchObject({ status: 400 });
  });

  async function bookings(invoiceNo: string): Promise<number> {
    const { rowCount } = await backoffice.db.query('SELECT 1 FROM settlement WHERE invoice_no = $1', [invoiceNo]);
    return rowCount ?? 0;
  }
});
