import type { ReadModel } from '@wellspring/read-model';
import type { Bill } from '../bill/bill.ts';

/** Name of the copy, to be injected by. */
export const billCopy = 'bill';

export type BillCopy = ReadModel<Bill>;
