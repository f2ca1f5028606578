import type { Invoice } from '../../src/billing-engine/invoice.schema.ts';

/** An invoice that adds up; give what matters to the test. */
export function invoice(over: Partial<Invoice> = {}): Invoice {
  return {
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
    changeSeq: 1,
    lines: [
      { no: 1, text: 'Mobile 5G', kind: 'RECURRING', net: '45.75', vatRate: '20', vat: '9.15', gross: '54.90' },
      { no: 2, text: 'Loyalty', kind: 'DISCOUNT', net: '-4.17', vatRate: '20', vat: '-0.83', gross: '-5.00' },
    ],
    ...over,
  };
}

/** The same, paid. */
export function paidInvoice(over: Partial<Invoice> = {}): Invoice {
  return invoice({ status: 'PAID', open: '0.00', paidAt: '2026-11-02T10:00:00.000Z', ...over });
}
