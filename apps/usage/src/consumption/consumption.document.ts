import type { ConsumptionDocument, ProductConsumption } from '@wellspring/contract-usage';
import { hrefOf, toMoney } from '@wellspring/tmf';
import type { LimitRange } from '../account/limit-range.ts';
import type { Account, Bucket } from '../account/account.ts';
import { resourcePaths } from '../resource-paths.ts';
import { type Counted, monthsAfter, unitOf } from '../usage/usage.ts';

/** A sum of the month, and of today. */
export interface Sum extends Counted {
  quantity: number;
  chargeMinor: number;
  todayMinor: number;
}

export interface ConsumptionParts {
  account: Account;
  sums: readonly Sum[];
  /** First day of the month. */
  month: string;
  at: Date;
  limitRange: LimitRange;
}

/** What of a month's allowances is used and left, product by product, and what use has cost. */
export function consumptionOf({ account, sums, month, at, limitRange }: ConsumptionParts): ConsumptionDocument {
  const { customerId, currency, limitMinor, buckets } = account;
  const period = { startDateTime: startOfDay(month), endDateTime: startOfDay(monthsAfter(month, 1)) };
  const products = Map.groupBy(buckets, ({ productId }) => productId);
  const total = (amountOf: (sum: Sum) => number): number => sums.reduce((all, sum) => all + amountOf(sum), 0);
  return {
    id: customerId,
    href: hrefOf({ path: resourcePaths.consumption }, customerId),
    queryUsageConsumptionDate: at.toISOString(),
    usageConsumption: [...products].map(([productId, own]) => productConsumption(productId, own, sums, period)),
    spending: {
      spent: toMoney(
        total((sum) => sum.chargeMinor),
        currency,
      ),
      spentToday: toMoney(
        total((sum) => sum.todayMinor),
        currency,
      ),
      ...(limitMinor === null ? {} : { limit: toMoney(limitMinor, currency) }),
      limitRange: {
        lowest: toMoney(limitRange.lowestMinor, currency),
        highest: toMoney(limitRange.highestMinor, currency),
      },
    },
    relatedParty: [{ id: customerId, role: 'customer', '@referredType': 'Customer' }],
    '@type': 'QueryUsageConsumption',
  };
}

function productConsumption(
  productId: string,
  buckets: readonly Bucket[],
  sums: readonly Sum[],
  period: ProductConsumption['validPeriod'],
): ProductConsumption {
  const [{ productName, phoneNumber } = { productName: productId, phoneNumber: null }] = buckets;
  const shown = buckets.map((bucket) => {
    const { type, zone, allowance } = bucket;
    const used = sums.find((sum) => isOf(bucket, sum))?.quantity ?? 0;
    const units = unitOf[type];
    return {
      allowance,
      left: { amount: Math.max(0, (allowance ?? 0) - used), units },
      bucket: {
        id: `${productId}/${type}/${zone}`,
        name: type,
        usageType: type,
        zone,
        isShared: false as const,
        bucketCounter: [{ counterType: 'used' as const, value: { amount: used, units } }],
        validFor: period,
      },
    };
  });
  return {
    id: productId,
    name: phoneNumber === null ? productName : `${productName} ${phoneNumber}`,
    validPeriod: period,
    product: [{ id: productId, href: hrefOf({ path: resourcePaths.product }, productId), '@referredType': 'Product' }],
    bucketRefOrValue: shown
      .filter(({ allowance }) => allowance !== null)
      .map(({ bucket, left }) => ({ ...bucket, remainingValue: left })),
    unlimited: shown.filter(({ allowance }) => allowance === null).map(({ bucket }) => bucket),
  };
}

function isOf(one: Counted, other: Counted): boolean {
  return one.productId === other.productId && one.type === other.type && one.zone === other.zone;
}

const startOfDay = (day: string): string => `${day}T00:00:00.000Z`;
