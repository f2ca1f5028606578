import type { BillState, LineKind } from '@wellspring/contract-billing';

/** One charge or credit on a bill. Amounts are minor units of the bill's currency. */
export interface BillLine {
  /** From 1, in the order printed. */
  no: number;
  text: string;
  kind: LineKind;
  netMinor: number;
  /** Per cent, as a decimal text: `20`, `13.5`. */
  vatRate: string;
  vatMinor: number;
  grossMinor: number;
}

/** A bill as this service knows it. Amounts are minor units of the currency, dates are calendar days (`2026-11-01`). */
export interface Bill {
  id: string;
  customerId: string;
  accountId: string;
  billDate: string;
  paymentDueDate: string;
  periodStart: string;
  periodEnd: string;
  currency: string;
  totalMinor: number;
  netMinor: number;
  openMinor: number;
  state: BillState;
  /** Instant in UTC, when the bill is settled and it is known when. */
  paidAt: string | null;
  /** The billing engine's counter: of two versions of a bill the higher is the newer. */
  changeSeq: number;
  lines: BillLine[];
}
