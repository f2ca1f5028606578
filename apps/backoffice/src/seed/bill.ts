import type { InvoiceLine, LineKind } from '../billing-engine/invoice.ts';
import { formatAmount, type Minor } from '../money.ts';
import { compact, dayOf, firstDay, lastDay, type Month } from '../months.ts';

export interface ChargedItem {
  text: string;
  kind: LineKind;
  grossMinor: Minor;
}

export interface NewInvoice {
  invoiceNo: string;
  customerNo: string;
  accountNo: string;
  periodFrom: string;
  periodTo: string;
  issued: string;
  due: string;
  currency: string;
  totalMinor: Minor;
  openMinor: Minor;
  paidAt: string | null;
  lines: InvoiceLine[];
}

export interface BillInput {
  customerNo: string;
  /** Issued on its first day, for the time up to the day before. */
  issuedIn: Month;
  /** First month the bill covers; the month before it is issued unless told otherwise. */
  from?: Month;
  items: ChargedItem[];
  /** Day the customer paid it, in its month; absent while it is open. */
  paidOnDay?: number;
}

const vatPercent = 20;

export function makeBill({ customerNo, issuedIn, from = issuedIn - 1, items, paidOnDay }: BillInput): NewInvoice {
  const account = customerNo.replace(/^C-/, '');
  const totalMinor = items.reduce((sum, item) => sum + item.grossMinor, 0);
  const issued = firstDay(issuedIn);
  // Nothing to pay is paid.
  const paidOn = totalMinor === 0 ? issued : paidOnDay === undefined ? undefined : dayOf(issuedIn, paidOnDay);
  return {
    invoiceNo: `INV-${compact(issuedIn)}-${account}`,
    customerNo,
    accountNo: `A-${account}`,
    periodFrom: firstDay(from),
    periodTo: lastDay(issuedIn - 1),
    issued,
    due: dayOf(issuedIn, 15),
    currency: 'EUR',
    totalMinor,
    openMinor: paidOn === undefined ? totalMinor : 0,
    paidAt: paidOn === undefined ? null : `${paidOn}T09:30:00.000Z`,
    lines: items.map((item, index) => makeLine(item, index + 1)),
  };
}

/** Prices include VAT, so the tax is taken out of each line: net + VAT = gross, line by line. */
function makeLine({ text, kind, grossMinor }: ChargedItem, no: number): InvoiceLine {
  const divisor = 100 + vatPercent;
  const net = Math.sign(grossMinor) * Math.floor((Math.abs(grossMinor) * 100 + divisor / 2) / divisor);
  return {
    no,
    text,
    kind,
    net: formatAmount(net),
    vatRate: String(vatPercent),
    vat: formatAmount(grossMinor - net),
    gross: formatAmount(grossMinor),
  };
}
