import { assertConsistent, recordReader } from '@wellspring/read-model';
import { z } from 'zod';
import type { Account } from '../account/account.ts';
import { minor, typeOf, zoneOf } from './usage-record.mapping.ts';
import { amount, currency, identifier, kind, zone } from './usage-record.schema.ts';

/** An account as rating sends it: what may be used in a month, and the most that use may cost. */
export const accountSchema = z.object({
  customerNo: identifier,
  currency,
  spendingLimit: amount.nullable(),
  buckets: z
    .array(
      z.object({
        lineNo: identifier,
        product: z.string().min(1).max(200),
        number: z.string().max(30).nullable(),
        kind,
        zone,
        allowance: z.number().int().positive().nullable(),
      }),
    )
    .max(1_000),
  changeSeq: z.number().int().nonnegative(),
});

export type RatedAccount = z.infer<typeof accountSchema>;

/** Rating's account in this service's terms, or why it is not to be shown to anybody. */
export const mapAccount = recordReader({
  schema: accountSchema,
  id: 'customerNo',
  version: 'changeSeq',
  owner: 'customerNo',
  map: accountOf,
});

function accountOf(account: RatedAccount): Account {
  const { customerNo, spendingLimit, buckets } = account;
  const keys = new Set(buckets.map((bucket) => `${bucket.lineNo}/${bucket.kind}/${bucket.zone}`));
  assertConsistent(keys.size === buckets.length, 'two allowances are of the same use');
  return {
    customerId: customerNo,
    currency: account.currency,
    limitMinor: spendingLimit === null ? null : minor(spendingLimit, account.currency),
    buckets: buckets.map((bucket) => ({
      productId: bucket.lineNo,
      productName: bucket.product,
      phoneNumber: bucket.number,
      type: typeOf[bucket.kind],
      zone: zoneOf[bucket.zone],
      allowance: bucket.allowance,
    })),
    changeSeq: account.changeSeq,
  };
}
