import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAmount } from '../money.ts';
import type { NewInvoice } from '../seed/bill.ts';
import { makeTelcoCustomer } from './telco-customer.ts';
import type { TelcoRow } from './telco-row.ts';

const november2026 = 2026 * 12 + 10;

const row: TelcoRow = {
  customerID: '7590-VHVEG',
  tenure: 34,
  PhoneService: 'Yes',
  MultipleLines: 'No',
  InternetService: 'DSL',
  OnlineSecurity: 'Yes',
  OnlineBackup: 'No',
  DeviceProtection: 'Yes',
  TechSupport: 'No',
  StreamingTV: 'No',
  StreamingMovies: 'No',
  Contract: 'One year',
  PaymentMethod: 'Mailed check',
  MonthlyCharges: 5695,
  TotalCharges: 188_950,
  Churn: 'No',
};

const billsOf = (change: Partial<TelcoRow>): NewInvoice[] =>
  makeTelcoCustomer({ ...row, ...change }, november2026).invoices;

const billed = (bills: NewInvoice[]): number => bills.reduce((sum, bill) => sum + bill.totalMinor, 0);

describe('an imported customer', () => {
  it('is billed TotalCharges in all and MonthlyCharges last, with the months before the last twelve brought forward', () => {
    const bills = billsOf({});
    expect(billed(bills)).toBe(188_950);
    expect(bills).toHaveLength(13);
    expect(bills[0]).toMatchObject({
      invoiceNo: 'INV-202511-7590-VHVEG',
      periodFrom: '2024-01-01',
      periodTo: '2025-10-31',
      openMinor: 0,
      lines: [{ text: 'Brought forward: charges of 22 months' }],
    });
    expect(bills.at(-1)).toMatchObject({
      invoiceNo: 'INV-202611-7590-VHVEG',
      accountNo: 'A-7590-VHVEG',
      periodFrom: '2026-10-01',
      due: '2026-11-15',
      totalMinor: 5695,
      openMinor: 5695,
      paidAt: null,
    });
  });

  it('has only the latest bill open', () => {
    expect(billsOf({}).filter((bill) => bill.openMinor > 0)).toHaveLength(1);
  });

  it('has no bill before the first month is over', () => {
    const { customer, invoices } = makeTelcoCustomer({ ...row, tenure: 0, TotalCharges: 0 }, november2026);
    expect(invoices).toEqual([]);
    expect(customer.subscriptions.map((subscription) => subscription.product)).toContain('Internet DSL');
    expect(customer.since).toBe('2026-11-01');
  });

  it('has prices that add up to MonthlyCharges, and ended ones after leaving', () => {
    const { subscriptions } = makeTelcoCustomer({ ...row, Churn: 'Yes' }, november2026).customer;
    const sum = subscriptions.reduce((total, { monthlyPrice }) => total + (parseAmount(monthlyPrice) ?? 0), 0);
    expect(sum).toBe(row.MonthlyCharges);
    expect(subscriptions.every(({ status }) => status === 'TERMINATED')).toBe(true);
  });

  it('adds up to the cent for any tenure and totals: lines to bill, net and VAT to gross, bills to TotalCharges', () => {
    const charges = fc.record({
      tenure: fc.integer({ min: 1, max: 100 }),
      MonthlyCharges: fc.integer({ min: 1, max: 20_000 }),
      above: fc.integer({ min: 0, max: 2_000_000 }),
    });
    fc.assert(
      fc.property(charges, ({ tenure, MonthlyCharges, above }) => {
        const TotalCharges = MonthlyCharges + above;
        const bills = billsOf({ tenure, MonthlyCharges, TotalCharges });
        expect(billed(bills)).toBe(TotalCharges);
        for (const bill of bills) {
          expect(bill.totalMinor).toBeGreaterThanOrEqual(0);
          const cents = (text: string): number => parseAmount(text) ?? NaN;
          expect(bill.lines.reduce((sum, line) => sum + cents(line.gross), 0)).toBe(bill.totalMinor);
          for (const line of bill.lines) expect(cents(line.net) + cents(line.vat)).toBe(cents(line.gross));
        }
      }),
    );
  });
});
