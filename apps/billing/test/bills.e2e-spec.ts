import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Invoice } from '../src/billing-engine/invoice.schema.ts';
import { invoice, paidInvoice } from './fakes/invoices.ts';
import { type Billing, bills, lines, nextPageOf, payments, startBilling } from './start-billing.ts';

jest.setTimeout(60_000);

describe('bills', () => {
  let billing: Billing;

  beforeAll(async () => {
    billing = await startBilling([
      invoice(),
      paidInvoice({ invoiceNo: 'INV-202610-1001', issued: '2026-10-01', due: '2026-10-15' }),
      paidInvoice({ invoiceNo: 'INV-202609-1001', issued: '2026-09-01', due: '2026-09-15' }),
      invoice({ invoiceNo: 'INV-202611-1002', customerNo: 'C-1002', accountNo: 'A-1002' }),
    ]);
    await billing.sync();
  });

  afterAll(() => billing.stop());

  it('lists the newest first, as TMF678 says', async () => {
    const { status, headers, list } = await billing.as('C-1001', bills);
    expect(status).toBe(200);
    expect(list.map(({ id }) => id)).toEqual(['INV-202611-1001', 'INV-202610-1001', 'INV-202609-1001']);
    expect(list[0]).toEqual({
      id: 'INV-202611-1001',
      href: `${bills}/INV-202611-1001`,
      billNo: 'INV-202611-1001',
      category: 'normal',
      state: 'sent',
      billDate: '2026-11-01T00:00:00.000Z',
      paymentDueDate: '2026-11-15T00:00:00.000Z',
      lastUpdate: '2026-11-01T00:00:00.000Z',
      billingPeriod: { startDateTime: '2026-10-01T00:00:00.000Z', endDateTime: '2026-10-31T00:00:00.000Z' },
      amountDue: { unit: 'EUR', value: 49.9 },
      remainingAmount: { unit: 'EUR', value: 49.9 },
      taxIncludedAmount: { unit: 'EUR', value: 49.9 },
      taxExcludedAmount: { unit: 'EUR', value: 41.58 },
      taxItem: [{ taxCategory: 'VAT', taxRate: 20, taxAmount: { unit: 'EUR', value: 8.32 } }],
      billingAccount: { id: 'A-1001', '@referredType': 'BillingAccount' },
      relatedParty: [{ id: 'C-1001', role: 'customer', '@referredType': 'Customer' }],
      appliedPayment: [],
      billDocument: [
        {
          id: 'INV-202611-1001',
          name: 'INV-202611-1001.pdf',
          mimeType: 'application/pdf',
          attachmentType: 'document',
          url: `${bills}/INV-202611-1001/document`,
        },
      ],
      '@type': 'CustomerBill',
    });
    expect(headers.get('x-total-count')).toBe('3');
    expect(headers.get('x-result-count')).toBe('3');
    expect(Number(headers.get('age'))).toBeGreaterThanOrEqual(0);
  });

  it('gives a page at a time, with 206 and the way on', async () => {
    const { status, headers, list } = await billing.as('C-1001', `${bills}?limit=1&offset=1`);
    expect(status).toBe(206);
    expect(list.map(({ id }) => id)).toEqual(['INV-202610-1001']);
    expect(headers.get('x-total-count')).toBe('3');
    expect(headers.get('link')).toContain(`<${bills}?offset=0&limit=1>; rel="prev"`);
    expect((await billing.as('C-1001', nextPageOf(headers) ?? '')).list.map(({ id }) => id)).toEqual([
      'INV-202609-1001',
    ]);
  });

  it.each([
    ['state=settled', ['INV-202610-1001', 'INV-202609-1001']],
    ['state=sent,settled&sort=billDate', ['INV-202609-1001', 'INV-202610-1001', 'INV-202611-1001']],
    ['billDate.gte=2026-10-01&billDate.lt=2026-11-01', ['INV-202610-1001']],
    ['billDate=2026-09-01T00:00:00Z', ['INV-202609-1001']],
    ['id.ne=INV-202611-1001&state.ne=sent&sort=-paymentDueDate', ['INV-202610-1001', 'INV-202609-1001']],
    ['billingAccount.id=A-1002', []],
    ['id=INV-202611-1002', []],
    [`href=${bills}/INV-202610-1001`, ['INV-202610-1001']],
    ['id=%00', []],
    ['id=', []],
    ['state=sent&fields=', ['INV-202611-1001']],
  ])('answers ?%s', async (query, ids) => {
    const { list } = await billing.as('C-1001', `${bills}?${query}`);
    expect(list.map(({ id }) => id)).toEqual(ids);
  });

  it('selects attributes, in a list and of one', async () => {
    const selected = { id: 'INV-202611-1001', href: `${bills}/INV-202611-1001`, state: 'sent' };
    const { list } = await billing.as('C-1001', `${bills}?fields=state&limit=1`);
    expect(list).toEqual([selected]);
    const one = await billing.as('C-1001', `${bills}/INV-202611-1001?fields=state`);
    expect(one.body).toEqual(selected);
  });

  it.each([
    [`${bills}?colour=blue`, 'colour'],
    [`${bills}?state=lost`, 'state'],
    [`${bills}?billDate.gte=soon`, 'billDate.gte'],
    [`${bills}?billDate=2026-02-30`, 'billDate'],
    [`${bills}?paymentDueDate.lt=2026-11-31T00:00:00Z`, 'paymentDueDate.lt'],
    [`${bills}?sort=amountDue`, 'sort'],
    [`${bills}?after=x`, 'after'],
    [`${lines}?isBilled=maybe`, 'isBilled'],
    [`${bills}?fields=secret`, 'fields'],
    [`${bills}?limit=100000`, 'limit'],
    [`${bills}/INV-202611-1001?limit=1`, 'limit'],
    [`${lines}?bill.id.gt=1`, 'bill.id.gt'],
  ])('refuses %s and names %s', async (path, parameter) => {
    const { status, body } = await billing.as('C-1001', path);
    expect(status).toBe(400);
    expect(body).toMatchObject({ '@type': 'Error', code: 'REQUEST.INVALID', status: '400' });
    expect(body.reason).toContain(`${parameter}: `);
    expect(body.traceId).toMatch(/^[\da-f]{32}$/);
  });

  it.each(['%00', '..%2f', 'INV-0'])('says 404 for the id %s', async (id) => {
    const { status, body } = await billing.as('C-1001', `${bills}/${id}`);
    expect(status).toBe(404);
    expect(body.code).toBe('BILL.NOT_FOUND');
  });

  it('treats an identifier nothing can have the same in every resource', async () => {
    for (const collection of [bills, lines, payments]) {
      const { status, list } = await billing.as('C-1001', `${collection}?id=nothing,%00`);
      expect([status, list]).toEqual([200, []]);
      expect((await billing.as('C-1001', `${collection}/nothing`)).status).toBe(404);
    }
  });

  it.each([
    ['true', 2],
    ['false', 0],
  ])('knows that lines are billed: isBilled=%s', async (isBilled, length) => {
    const { list } = await billing.as('C-1001', `${lines}?bill.id=INV-202611-1001&isBilled=${isBilled}`);
    expect(list).toHaveLength(length);
  });

  it.each(['sort=-bill.id,lineNo', 'sort=lineNo,-bill.id', ''])('pages through lines by ?%s', async (sort) => {
    const all = await billing.as('C-1001', `${lines}?${sort}`);
    const seen: string[] = [];
    let next: string | undefined = `${lines}?${sort}&limit=1`;
    while (next !== undefined) {
      const page = await billing.as('C-1001', next);
      seen.push(...page.list.map(({ id }) => id));
      next = nextPageOf(page.headers);
    }
    expect(seen).toEqual(all.list.map(({ id }) => id));
  });

  it('gives the lines of a bill, adding up to it', async () => {
    const { status, list } = await billing.as('C-1001', `${lines}?bill.id=INV-202611-1001`);
    expect(status).toBe(200);
    expect(list.map(({ name }) => name)).toEqual(['Mobile 5G', 'Loyalty']);
    expect(list[1]).toMatchObject({
      id: 'INV-202611-1001-2',
      type: 'appliedBillingCredit',
      bill: { id: 'INV-202611-1001' },
      taxIncludedAmount: { unit: 'EUR', value: -5 },
      appliedTax: [{ taxRate: 20, taxAmount: { unit: 'EUR', value: -0.83 } }],
    });
    const one = await billing.as('C-1001', `${lines}/INV-202611-1001-2`);
    expect(one.body).toEqual(list[1]);
  });

  it.each([
    ['et', 'Arve'],
    ['ru', 'Счёт'],
    ['en', 'Invoice'],
  ])('prints the bill in the language of the customer: %s', async (locale, word) => {
    const token = await billing.service.tokenFor('C-1001', { locale });
    const response = await fetch(`${billing.service.url}${bills}/INV-202611-1001/document`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-language')).toBe(locale);
    const pdf = Buffer.from(await response.arrayBuffer());
    const title = Buffer.from(`\ufeff${word}`, 'utf16le').swap16();
    expect(pdf.includes(locale === 'ru' ? title : Buffer.from(`(${word} INV-202611-1001)`))).toBe(true);
  });

  it.each([
    ['?lang=ru', 'lang=en', 'ru'],
    ['', 'lang=ru', 'ru'],
    ['?lang=xx', 'lang=xx', 'et'],
  ])(
    'prints the bill in the language chosen for it or before, whatever that of the session is: %s %s',
    async (query, cookie, language) => {
      const token = await billing.service.tokenFor('C-1001', { locale: 'et' });
      const response = await fetch(`${billing.service.url}${bills}/INV-202611-1001/document${query}`, {
        headers: { authorization: `Bearer ${token}`, cookie, 'accept-language': 'en' },
      });
      expect(response.headers.get('content-language')).toBe(language);
    },
  );

  it.each([
    ['a list', bills, 200],
    ['a bill', `${bills}/INV-202611-1001`, 200],
    ['its lines', `${lines}?bill.id=INV-202611-1001`, 200],
    ['its print', `${bills}/INV-202611-1001/document`, 200],
    ['payments', payments, 200],
    ['a refusal', `${bills}?colour=blue`, 400],
    ['what is not there', `${bills}/nothing/document`, 404],
  ])('is kept by no cache: %s', async (_what, path, expected) => {
    const { status, headers } = await billing.as('C-1001', path);
    expect(status).toBe(expected);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('comes compressed to those who ask, a part of a list too', async () => {
    const { status, headers } = await billing.as('C-1001', `${bills}?limit=2`);
    expect([status, headers.get('content-encoding')]).toEqual([206, 'gzip']);
  });
});

describe('a list that changes while it is read', () => {
  it('shows no bill twice and none never', async () => {
    const number = (month: number): string => `INV-2026${String(month).padStart(2, '0')}-1001`;
    const day = (month: number): string => `2026-${String(month).padStart(2, '0')}-01`;
    const open = (month: number): Invoice => invoice({ invoiceNo: number(month), issued: day(month), due: day(month) });
    const billing = await startBilling([7, 6, 5, 4, 3].map(open));
    try {
      await billing.sync();
      const first = await billing.as('C-1001', `${bills}?state=sent&limit=2`);
      expect(first.list.map(({ id }) => id)).toEqual([number(7), number(6)]);

      // One that was shown is paid and leaves the list, and a new one comes before all of it.
      billing.engine.put(paidInvoice({ invoiceNo: number(7), issued: day(7), due: day(7), changeSeq: 2 }));
      billing.engine.put(open(8));
      await billing.sync();
      const second = await billing.as('C-1001', nextPageOf(first.headers) ?? '');
      expect(second.list.map(({ id }) => id)).toEqual([number(5), number(4)]);
      expect(second.headers.get('x-total-count')).toBe('5');
      const third = await billing.as('C-1001', nextPageOf(second.headers) ?? '');
      expect(third.list.map(({ id }) => id)).toEqual([number(3)]);
      expect(nextPageOf(third.headers)).toBeUndefined();
    } finally {
      await billing.stop();
    }
  });
});
