import { lineDocumentOf, lineIdOf } from '../bill-line/bill-line.document.ts';
import type { Bill } from '../bill/bill.ts';
import { type AppliedPayment, billDocumentOf, startOfDay } from '../bill/bill.document.ts';

/** A row of `bill`, by column, without what only this service knows. */
export function billRowOf(bill: Bill, appliedPayments: readonly AppliedPayment[]): Record<string, unknown> {
  return {
    id: bill.id,
    customer_id: bill.customerId,
    account_id: bill.accountId,
    bill_date: startOfDay(bill.billDate),
    payment_due_date: startOfDay(bill.paymentDueDate),
    period_start: bill.periodStart,
    period_end: bill.periodEnd,
    currency: bill.currency,
    total_minor: bill.totalMinor,
    net_minor: bill.netMinor,
    open_minor: bill.openMinor,
    state: bill.state,
    paid_at: bill.paidAt,
    change_seq: bill.changeSeq,
    document: billDocumentOf(bill, appliedPayments),
  };
}

/** The rows of `bill_line` of a bill, by column. */
export function lineRowsOf(bill: Bill): Record<string, unknown>[] {
  return bill.lines.map((line) => ({
    id: lineIdOf(bill, line),
    bill_id: bill.id,
    customer_id: bill.customerId,
    line_no: line.no,
    text: line.text,
    kind: line.kind,
    net_minor: line.netMinor,
    vat_rate: line.vatRate,
    vat_minor: line.vatMinor,
    gross_minor: line.grossMinor,
    document: lineDocumentOf(bill, line),
  }));
}

/** {@link billRowOf} backwards: a bill as one JSON value, so that numbers stay numbers and days stay days. */
export const selectBill = `
  select json_build_object(
    'id', id, 'customerId', customer_id, 'accountId', account_id,
    'billDate', to_char(bill_date at time zone 'UTC', 'YYYY-MM-DD'),
    'paymentDueDate', to_char(payment_due_date at time zone 'UTC', 'YYYY-MM-DD'),
    'periodStart', to_char(period_start, 'YYYY-MM-DD'), 'periodEnd', to_char(period_end, 'YYYY-MM-DD'),
    'currency', currency, 'totalMinor', total_minor, 'netMinor', net_minor, 'openMinor', open_minor, 'state', state,
    'paidAt', to_char(paid_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'changeSeq', change_seq,
    'lines', (
      select coalesce(json_agg(json_build_object(
        'no', line_no, 'text', text, 'kind', kind, 'netMinor', net_minor, 'vatRate', vat_rate, 'vatMinor', vat_minor,
        'grossMinor', gross_minor) order by line_no), '[]')
      from bill_line where bill_id = bill.id)) as bill
  from bill`;
