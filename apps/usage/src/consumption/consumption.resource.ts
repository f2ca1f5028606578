import { dateTime, defineMadeResource, entityRef, identified, money, relatedParty, timePeriod } from '@wellspring/tmf';
import { z } from 'zod';
import { resourcePaths } from '../resource-paths.ts';
import { usageTypes, usageUnits, usageZones } from '../usage/usage.ts';

const quantity = z.object({ amount: z.number(), units: z.enum(usageUnits) });

/** TMF677 v4 `Bucket`; `zone` is ours. One without `remainingValue` is unlimited. */
const bucket = z.object({
  id: z.string(),
  name: z.string(),
  usageType: z.enum(usageTypes),
  zone: z.enum(usageZones),
  isShared: z.literal(false),
  remainingValue: quantity,
  bucketCounter: z.array(z.object({ counterType: z.literal('used'), value: quantity })),
  validFor: timePeriod,
});

const unlimited = bucket.omit({ remainingValue: true });

const consumption = z.object({
  id: z.string(),
  name: z.string(),
  validPeriod: timePeriod,
  product: z.array(entityRef),
  bucketRefOrValue: z.array(bucket),
  /** What is counted and has no end; ours. */
  unlimited: z.array(unlimited),
});

/** TMF677 v4 `QueryUsageConsumption`: what is used and left this month; `spending` is ours. */
const document = z.object({
  ...identified('QueryUsageConsumption'),
  queryUsageConsumptionDate: dateTime,
  usageConsumption: z.array(consumption),
  /** What use has cost this month, as the next bill will have it. Never more than the limit. */
  spending: z.object({
    spent: money,
    spentToday: money,
    limit: money.optional(),
    /** What the limit may be changed to. */
    limitRange: z.object({ lowest: money, highest: money }),
  }),
  relatedParty: z.array(relatedParty),
});

export type ConsumptionDocument = z.infer<typeof document>;
export type ProductConsumption = z.infer<typeof consumption>;

/** TMF677 `queryUsageConsumption`; a customer has one, made when it is asked for. */
export const consumptionResource = defineMadeResource({
  name: 'usage consumption',
  type: 'QueryUsageConsumption',
  path: resourcePaths.consumption,
  document,
});
