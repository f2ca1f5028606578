import { minorUnitsOf } from '@wellspring/tmf';
import type { Bill, BillLine, BillState, LineKind } from '../bill/bill.ts';
import { type Invoice, invoiceSchema } from './invoice.schema.ts';

/** An invoice that cannot be believed, with as much of its identity as could be read. */
export interface RejectedInvoice {
  invoiceNo: string | undefined;
  /** Which version of the invoice, when that could be read. */
  changeSeq: number | undefined;
  reason: string;
  payload: unknown;
}

export type MappedInvoice = { bill: Bill } | { rejected: RejectedInvoice };

const kinds: Readonly<Record<Invoice['lines'][number]['kind'], LineKind>> = {
  RECURRING: 'recurring',
  USAGE: 'usage',
  ONE_TIME: 'oneTime',
  DISCOUNT: 'discount',
};

/** Reasons are counted and shown to the operator: they name the rule, never the customer's data. */
class Inconsistent extends Error {}

/** The billing engine's invoice in this service's terms, or why it is not to be shown to anybody. */
export function mapInvoice(payload: unknown): MappedInvoice {
  const parsed = invoiceSchema.safeParse(payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const reason = issue ? `${issue.path.join('.')}: ${issue.message}` : 'does not match the schema';
    return { rejected: { invoiceNo: invoiceNoOf(payload), changeSeq: changeSeqOf(payload), reason, payload } };
  }
  try {
    return { bill: billOf(parsed.data) };
  } catch (error) {
    if (!(error instanceof Inconsistent)) throw error;
    const { invoiceNo, changeSeq } = parsed.data;
    return { rejected: { invoiceNo, changeSeq, reason: error.message, payload } };
  }
}

function billOf(invoice: Invoice): Bill {
  const { currency } = invoice;
  const totalMinor = minor(invoice.total, currency, 'total');
  const openMinor = minor(invoice.open, currency, 'open');
  const lines = invoice.lines.map((line) => lineOf(line, currency));
  const sum = (amountOf: (line: BillLine) => number): number =>
    lines.reduce((total, line) => total + amountOf(line), 0);
  check(new Set(lines.map((line) => line.no)).size === lines.length, 'two lines have the same number');
  check(sum((line) => line.grossMinor) === totalMinor, 'the lines do not add up to the total');
  check(openMinor >= 0 && openMinor <= Math.max(totalMinor, 0), 'the open amount is not between zero and the total');
  check(invoice.periodFrom <= invoice.periodTo, 'the period ends before it starts');
  check(invoice.issued <= invoice.due, 'it is due before it was issued');
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
  check(netMinor + vatMinor === grossMinor, 'net and VAT of a line do not add up to its gross');
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
    check(openMinor === 0, 'it is paid and something is open');
    return 'settled';
  }
  // A bill of nothing, or a credit, leaves nothing to pay.
  if (totalMinor <= 0) return 'settled';
  check(openMinor > 0, 'it is unpaid and nothing is open');
  return openMinor === totalMinor ? 'sent' : 'partiallyPaid';
}

function minor(text: string, currency: string, what: string): number {
  const amountMinor = minorUnitsOf(text, currency);
  check(amountMinor !== undefined, `${what} is finer than the currency's smallest unit`);
  return amountMinor;
}

function check(holds: boolean, reason: string): asserts holds {
  if (!holds) throw new Inconsistent(reason);
}

function invoiceNoOf(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('invoiceNo' in payload)) return undefined;
  const { invoiceNo } = payload;
  return typeof invoiceNo === 'string' && invoiceNo.length <= 64 ? invoiceNo : undefined;
}

function changeSeqOf(payload: unknown): number | undefined {
  if (typeof payload !== 'object' || payload === null || !('changeSeq' in payload)) return undefined;
  const { changeSeq } = payload;
  return typeof changeSeq === 'number' && Number.isSafeInteger(changeSeq) ? changeSeq : undefined;
}
