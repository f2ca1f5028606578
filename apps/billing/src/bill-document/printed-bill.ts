import type { Bill } from '../bill/bill.ts';
import type { BillLanguage } from './bill-texts.ts';
import type { Seller } from './seller.ts';

/** All that is on a bill on paper. */
export interface PrintedBill {
  readonly bill: Bill;
  /** Who gets it, as far as the session tells. */
  readonly customer: { readonly name: string | undefined; readonly email: string | undefined };
  readonly seller: Seller;
  readonly language: BillLanguage;
}
