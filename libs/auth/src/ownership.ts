import { ForbiddenError } from './auth.errors.ts';
import type { Customer } from './caller.ts';

/**
 * Lets rows through only if each belongs to the customer, so that a query that forgot its condition gives an error
 * instead of somebody else's data. The last line of defence behind statements written by hand:
 *
 * ```ts
 * return assertOwned(customer, await database.query<BillRow>(billsOf(customer)), (row) => row.customer_id);
 * ```
 *
 * @throws ForbiddenError (403) when a row belongs to somebody else, or to nobody
 */
export function assertOwned<Row>(
  customer: Customer,
  rows: readonly Row[],
  ownerOf: (row: Row) => string | null | undefined,
): readonly Row[] {
  for (const row of rows) {
    if (ownerOf(row) !== customer.id) throw new ForbiddenError();
  }
  return rows;
}
