import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { invoice, paidInvoice } from './fakes/invoices.ts';
import { type Billing, startBilling } from './start-billing.ts';

jest.setTimeout(60_000);

const accounts = '/tmf-api/accountManagement/v4/financialAccount';

describe('what a customer has to pay in all', () => {
  let billing: Billing;

  beforeAll(async () => {
    const forints = { currency: 'HUF', total: '100.10', open: '100.10' };
    const lines = [
      { no: 1, text: 'Roaming', kind: 'USAGE', net: '100.10', vatRate: '0', vat: '0', gross: '100.10' },
    ] as const;
    billing = await startBilling([
      invoice(),
      invoice({ invoiceNo: 'INV-202610-1001', accountNo: 'A-1009' }),
      paidInvoice({ invoiceNo: 'INV-202609-1001' }),
      invoice({ invoiceNo: 'INV-202608-1001', ...forints, lines: [...lines] }),
      paidInvoice({ invoiceNo: 'INV-202608-1002', customerNo: 'C-1002' }),
    ]);
    await billing.sync();
  });

  afterAll(() => billing.stop());

  it('is told by currency, over all accounts and pages, as TMF666 says', async () => {
    const { status, headers, list } = await billing.as('C-1001', accounts);
    expect(status).toBe(200);
    expect(headers.get('x-total-count')).toBe('1');
    expect(Number(headers.get('age'))).toBeGreaterThanOrEqual(0);
    expect(list).toEqual([
      {
        id: 'C-1001',
        href: `${accounts}/C-1001`,
        name: 'C-1001',
        accountBalance: [
          { balanceType: 'receivable', amount: { unit: 'EUR', value: 99.8 }, openBills: 2 },
          { balanceType: 'receivable', amount: { unit: 'HUF', value: 100.1 }, openBills: 1 },
        ],
        relatedParty: [{ id: 'C-1001', role: 'customer', '@referredType': 'Customer' }],
        '@type': 'FinancialAccount',
      },
    ]);
    expect((await billing.as('C-1001', `${accounts}/C-1001`)).body).toEqual(list[0]);
  });

  it('is nothing where everything is paid, and no currency where nothing was billed', async () => {
    expect((await billing.as('C-1002', `${accounts}/C-1002?fields=accountBalance`)).body).toEqual({
      id: 'C-1002',
      href: `${accounts}/C-1002`,
      accountBalance: [{ balanceType: 'receivable', amount: { unit: 'EUR', value: 0 }, openBills: 0 }],
    });
    expect((await billing.as('C-1003', accounts)).list).toMatchObject([{ id: 'C-1003', accountBalance: [] }]);
  });

  it('is told to nobody else', async () => {
    expect((await billing.as('C-1002', `${accounts}/C-1001`)).status).toBe(404);
    expect((await billing.as('C-1002', `${accounts}?id=C-1001`)).list).toEqual([]);
  });
});
