import { count, milliseconds, settings } from '@wellspring/platform';
import { readModelSettings } from '@wellspring/read-model';
import { z } from 'zod';

/** What this service reads from the environment beside what its libraries do. */
export class UsageSettings extends settings({
  ratingUrl: z.url().describe('Rating: usage records, allowances and spending limits'),
  ratingTimeoutMs: milliseconds(5_000).describe('Deadline of one call to rating'),
  spendingLimitLowest: count(5).describe(
    'Lowest spending limit customers may choose, in whole units of their currency',
  ),
  spendingLimitHighest: count(300).describe(
    'Highest spending limit customers may choose, in whole units of their currency',
  ),
  limitAttentionAfterMs: milliseconds(86_400_000).describe(
    'A change of a spending limit that rating has not confirmed for this long needs a person',
  ),
  usageSyncIntervalSeconds: count(5).describe('Pause between two looks at the feed of usage records'),
  usageSyncBatchSize: z.coerce
    .number()
    .int()
    .min(1)
    .max(5_000)
    .default(1_000)
    .describe('Usage records fetched and stored at a time'),
  usageFreshForMs: milliseconds(60_000).describe('Usage that is known until less than this ago is called up to date'),
  usageRetentionMonths: z.coerce
    .number()
    .int()
    .min(2)
    .max(120)
    .default(13)
    .describe('Months of usage that are kept, the current one included'),
}) {}

/** How the copy of accounts (allowances and limits) is kept: `ACCOUNT_SYNC_…`, `ACCOUNT_FRESH_FOR_MS` and the others. */
export class AccountCopySettings extends readModelSettings('account') {}
