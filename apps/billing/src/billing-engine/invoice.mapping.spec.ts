import { describe, expect, it } from '@jest/globals';
import { invoice, paidInvoice } from '../../test/fakes/invoices.ts';
import { mapInvoice } from './invoice.mapping.ts';

function reasonOf(payload: unknown): string | undefined {
  const mapped = mapInvoice(payload);
  return 'rejected' in mapped ? mapped.rejected.reason : undefined;
}

describe('mapInvoice', () => {
  it('turns an invoice into a bill in minor units', () => {
    expect(mapInvoice(invoice())).toEqual({
      record: {
        id: 'INV-202611-1001',
        customerId: 'C-1001',
        accountId: 'A-1001',
        billDate: '2026-11-01',
        paymentDueDate: '2026-11-15',
        periodStart: '2026-10-01',
        periodEnd: '2026-10-31',
        currency: 'EUR',
        totalMinor: 4990,
        netMinor: 4158,
        openMinor: 4990,
        state: 'sent',
        paidAt: null,
        changeSeq: 1,
        lines: [
          {
            no: 1,
            text: 'Mobile 5G',
            kind: 'recurring',
            netMinor: 4575,
            vatRate: '20',
            vatMinor: 915,
            grossMinor: 5490,
          },
          { no: 2, text: 'Loyalty', kind: 'discount', netMinor: -417, vatRate: '20', vatMinor: -83, grossMinor: -500 },
        ],
      },
    });
  });

  it.each([
    ['sent', invoice()],
    ['partiallyPaid', invoice({ open: '10.00' })],
    ['settled', paidInvoice()],
    [
      'settled',
      invoice({ total: '-5.00', open: '0.00', lines: [{ ...line(), net: '-4.17', vat: '-0.83', gross: '-5.00' }] }),
    ],
  ])('gives the state %s', (state, payload) => {
    expect(mapInvoice(payload)).toMatchObject({ record: { state } });
  });

  it('turns any offset into UTC', () => {
    expect(mapInvoice(paidInvoice({ paidAt: '2026-11-02T10:00:00+02:00' }))).toMatchObject({
      record: { paidAt: '2026-11-02T08:00:00.000Z' },
    });
  });

  it.each([
    ['the lines do not add up to the total', invoice({ total: '49.91' })],
    ['net and VAT of a line do not add up to its gross', invoice({ lines: [{ ...line(), vat: '9.16' }] })],
    ['the open amount is not between zero and the total', invoice({ open: '50.00' })],
    ['the open amount is not between zero and the total', invoice({ open: '-1.00' })],
    ['it is paid and something is open', paidInvoice({ open: '1.00' })],
    ['it is unpaid and nothing is open', invoice({ open: '0.00' })],
    ['two lines have the same number', invoice({ lines: [line(), line()] })],
    ['the period ends before it starts', invoice({ periodTo: '2026-09-30' })],
    ['it is due before it was issued', invoice({ due: '2026-10-31' })],
    ["total is finer than the currency's smallest unit", invoice({ total: '49.905' })],
  ])('rejects what does not add up: %s', (reason, payload) => {
    expect(reasonOf(payload)).toBe(reason);
  });

  it.each<[string, unknown]>([
    ['total', invoice({ total: 'a lot' })],
    ['issued', invoice({ issued: '2026-02-31' })],
    ['lines', invoice({ lines: [] })],
    ['currency', invoice({ currency: 'euro' })],
    ['', 'garbage'],
    ['', null],
  ])('rejects what breaks the schema at %p without repeating the data', (path, payload) => {
    const reason = reasonOf(payload);
    expect(reason).toMatch(new RegExp(`^${path}`));
    expect(reason).not.toMatch(/a lot|garbage|2026-02-31|euro$/);
  });

  it('tells which invoice it rejected when it can be read', () => {
    expect(mapInvoice({ invoiceNo: 'INV-1', total: 1 })).toMatchObject({ rejected: { id: 'INV-1' } });
    expect(mapInvoice({ invoiceNo: 7 })).toMatchObject({ rejected: { id: undefined } });
  });
});

function line() {
  return {
    no: 1,
    text: 'Mobile',
    kind: 'RECURRING' as const,
    net: '41.58',
    vatRate: '20',
    vat: '8.32',
    gross: '49.90',
  };
}
