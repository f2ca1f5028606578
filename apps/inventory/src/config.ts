import { milliseconds, settings } from '@wellspring/platform';
import { readModelSettings } from '@wellspring/read-model';
import { z } from 'zod';

/** What this service reads from the environment beside what its libraries do. */
export class InventorySettings extends settings({
  provisioningUrl: z.url().describe('Provisioning: what customers have, and orders to change it'),
  provisioningTimeoutMs: milliseconds(3_000).describe('Deadline of one call to provisioning'),
  changeAttentionAfterMs: milliseconds(86_400_000).describe(
    'A change that provisioning has not carried out for this long needs a person',
  ),
  simDeliveryAttentionAfterMs: milliseconds(1_209_600_000).describe(
    'A new SIM card that has not come into use for this long needs a person',
  ),
}) {}

/** How the copy of the products is kept: `PRODUCT_SYNC_…`, `PRODUCT_FRESH_FOR_MS` and the others. */
export class ProductCopySettings extends readModelSettings('product') {}
