import {
  dateTime,
  defineResource,
  entityRef,
  identified,
  instant,
  money,
  oneOf,
  ownedBy,
  relatedParty,
  text,
} from '@wellspring/tmf';
import { z } from 'zod';
import { resourcePaths } from '../resource-paths.ts';
import { usageTypes, usageZones } from './usage.ts';

/** TMF635 v4 `Usage`, the attributes this service fills. */
const document = z.object({
  ...identified('Usage'),
  usageDate: dateTime,
  usageType: z.enum(usageTypes),
  status: z.literal('rated'),
  usageCharacteristic: z.array(z.object({ name: z.string(), value: z.string() })),
  ratedProductUsage: z.array(z.object({ taxIncludedRatingAmount: money, productRef: entityRef })),
  relatedParty: z.array(relatedParty),
});

export type UsageDocument = z.infer<typeof document>;

/** TMF635 `usage`: one rated use. Those of other months are in other partitions, which a filter by date leaves alone. */
export const usageResource = defineResource({
  name: 'usage',
  type: 'Usage',
  path: resourcePaths.usage,
  document,
  table: 'usage_record',
  key: text('id'),
  access: ownedBy('customer_id'),
  filters: {
    usageDate: instant('started_at'),
    usageType: oneOf('type', usageTypes),
    zone: oneOf('zone', usageZones),
    'ratedProductUsage.productRef.id': text('product_id'),
  },
  sorts: { usageDate: instant('started_at') },
  defaultSort: '-usageDate',
});
