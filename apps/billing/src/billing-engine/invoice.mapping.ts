import type { BillState, LineKind } from '@wellspring/contract-billing';
import { assertConsistent, recordReader } from '@wellspring/read-model';
import { minorUnitsOf } from '@wellspring/tmf';
import type { Bill, BillLine } from '../bill/bill.ts';
import { type Invoice, invoiceSchema } from './invoice.schema.ts';

const kinds: Readonly<Record<Invoice['lines'][number]['kind'], LineKind>> = {
  RECURRING: 'recurring',
  USAGE: 'usage',
  ONE_TIME: 'oneTime',
  DISCOUNT: 'discount',
};

/** The billing engine's invoice in this service's terms, or why it is not to be shown to anybody. */
export const mapInvoice = recordReader({
  schema: invoiceSchema,
  id: 'invoiceNo',
  version: 'changeSeq',
  owner: 'customerNo',
  map: billOf,
});

function billOf(invoice: Invoice): Bill {
  const { currency } = invoice;
  const totalMinor = minor(invoice.total, currency, 'total');
  const openMinor = minor(invoice.open, currency, 'open');
  const lines = invoice.lines.map((line) => lineOf(line, currency));
  const sum = (amountOf: (line: BillLine) => number): number =>
    lines.reduce((total, line) => total + amountOf(line), 0);
  assertConsistent(new Set(lines.map((line) => line.no)).size === lines.length, 'two lines have the same number');
  assertConsistent(sum((line) => line.grossMinor) === totalMinor, 'the lines do not add up to the total');
  assertConsistent(
    openMinor >= 0 && openMinor <= Math.max(totalMinor, 0),
    'the open amount is not between zero and the total',
  );
  assertConsistent(invoice.periodFrom <= invoice.periodTo, 'the period ends before it starts');
  assertConsistent(invoice.issued <= invoice.due, 'it is due before it was issued');
  return {
    id: invoice.invoiceNo,
    customerId: invoice.customerNo,
    accountId: invoice.accountNo,
    billDate: invoice.issued,
    paymentDueDate: invoice.due,
    periodStart: invoice.periodFrom,
    periodEnd: invoice.periodTo,
    currency,
    totalMinor,
    netMinor: sum((line) => line.netMinor),
    openMinor,
    state: stateOf(invoice.status, openMinor, totalMinor),
    paidAt: invoice.paidAt === null ? null : new Date(invoice.paidAt).toISOString(),
    changeSeq: invoice.changeSeq,
    lines,
  };
}

function lineOf(line: Invoice['lines'][number], currency: string): BillLine {
  const netMinor = minor(line.net, currency, 'net');
  const vatMinor = minor(line.vat, currency, 'vat');
  const grossMinor = minor(line.gross, currency, 'gross');
  assertConsistent(netMinor + vatMinor === grossMinor, 'net and VAT of a line do not add up to its gross');
  return {
    no: line.no,
    text: line.text,
    kind: kinds[line.kind],
    netMinor,
    vatRate: line.vatRate,
    vatMinor,
    grossMinor,
  };
}

function stateOf(status: Invoice['status'], openMinor: number, totalMinor: number): BillState {
  if (status === 'PAID') {
    assertConsistent(openMinor === 0, 'it is paid and something is open');
    return 'settled';
  }
  // A bill of nothing, or a credit, leaves nothing to pay.
  if (totalMinor <= 0) return 'settled';
  assertConsistent(openMinor > 0, 'it is unpaid and nothing is open');
  return openMinor === totalMinor ? 'sent' : 'partiallyPaid';
}

function minor(text: string, currency: string, what: string): number {
  const amountMinor = minorUnitsOf(text, currency);
  assertConsistent(amountMinor !== undefined, `${what} is finer than the currency's smallest unit`);
  return amountMinor;
}
