import { milliseconds, settings } from '@wellspring/platform';
import { readModelSettings } from '@wellspring/read-model';
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

  paymentAttentionAfterMs: milliseconds(86_400_000).describe(
    'A payment that cannot be carried out for this long needs a person',
  ),
}) {}

/** How the copy of the bills is kept: `BILL_SYNC_…`, `BILL_FRESH_FOR_MS` and the others. */
export class BillCopySettings extends readModelSettings('bill') {}
