import { hrefOf, toMoney } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import type { UsageDocument } from './usage.resource.ts';
import { unitOf, type UsageRecord } from './usage.ts';

/** The record as TMF635 shows it. Made when it is stored, so that reading it is passing text on. */
export function usageDocumentOf(record: UsageRecord): UsageDocument {
  const { id, productId, customerId, type, zone, quantity, chargeMinor, currency } = record;
  return {
    id,
    href: hrefOf({ path: resourcePaths.usage }, id),
    usageDate: record.startedAt,
    usageType: type,
    status: 'rated',
    usageCharacteristic: [
      { name: 'zone', value: zone },
      { name: 'amount', value: String(quantity) },
      { name: 'units', value: unitOf[type] },
    ],
    ratedProductUsage: [
      {
        taxIncludedRatingAmount: toMoney(chargeMinor, currency),
        productRef: {
          id: productId,
          href: hrefOf({ path: resourcePaths.product }, productId),
          '@referredType': 'Product',
        },
      },
    ],
    relatedParty: [{ id: customerId, role: 'customer', '@referredType': 'Customer' }],
    '@type': 'Usage',
  };
}
