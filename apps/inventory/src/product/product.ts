import type { ProductKind, ProductState } from '@wellspring/contract-inventory';

export interface Sim {
  /** Its number (ICCID), as printed on a card. */
  number: string;
  kind: 'plastic' | 'esim';
}

/** What is paid off month by month, to a bank and not on the operator's bills. */
export interface Instalments {
  model: string;
  financedBy: string;
  total: number;
  paid: number;
  monthlyMinor: number;
  paidOffOn: string;
}

/** What a customer has. Amounts are minor units of the currency, dates are calendar days (`2026-11-01`). */
export interface Product {
  id: string;
  customerId: string;
  kind: ProductKind;
  offering: string;
  /** The product it goes with. */
  partOf: string | null;
  phoneNumber: string | null;
  state: ProductState;
  startedOn: string;
  endedOn: string | null;
  currency: string;
  monthlyMinor: number;
  contract: { kind: string; endsOn: string | null; noticeDays: number };
  roaming: 'on' | 'off' | null;
  sim: Sim | null;
  instalments: Instalments | null;
  /** Provisioning's counter: of two versions of a product the higher is the newer. */
  changeSeq: number;
}
