import type { ReadModel } from '@wellspring/read-model';
import type { Counted } from '../usage/usage.ts';

/** What may be used in a calendar month. */
export interface Bucket extends Counted {
  productName: string;
  phoneNumber: string | null;
  /** `null`: unlimited. */
  allowance: number | null;
}

/** What a customer may use, and the most they want to pay for use in a month; minor units. */
export interface Account {
  customerId: string;
  currency: string;
  limitMinor: number | null;
  buckets: Bucket[];
  changeSeq: number;
}

/** Name of the copy, to be injected by. */
export const accountCopy = 'account';

export type AccountCopy = ReadModel<Account>;
