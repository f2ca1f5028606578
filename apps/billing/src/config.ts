import { count, milliseconds, settings } from '@wellspring/platform';
import { z } from 'zod';

/** What this service reads from the environment beside what its libraries do. */
export class BillingSettings extends settings({
  billingEngineUrl: z.url().describe('Billing engine: bills and their settlement'),
  billingEngineTimeoutMs: milliseconds(3_000).describe('Deadline of one call to the billing engine'),
  paymentProviderUrl: z.url().describe('Payment provider: charging a card'),
  paymentProviderTimeoutMs: milliseconds(10_000).describe('Deadline of one call to the payment provider'),

  paymentProviderKeyLifetimeMs: milliseconds(86_400_000).describe(
    'How long the payment provider is sure to remember an idempotency key',
  ),

  billSyncIntervalSeconds: count(15).describe('Pause between two looks at the feed of changes'),
  billSyncBatchSize: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(500)
    .describe('Bills fetched and stored at a time'),
  billSyncHands: z.coerce.number().int().min(1).max(16).default(4).describe('Batches stored side by side'),
  billFreshForMs: milliseconds(45_000).describe('A copy at most this old is served without asking the billing engine'),
  billRefreshBudgetMs: milliseconds(300).describe('Longest a read waits for the billing engine'),
  billFirstReadBudgetMs: milliseconds(2_000).describe('The same where there is no copy yet to serve instead'),

  paymentAttentionAfterMs: milliseconds(86_400_000).describe(
    'A payment that cannot be carried out for this long needs a person',
  ),
}) {}
