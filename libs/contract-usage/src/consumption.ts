import { dateTime, entityRef, identified, money, relatedParty, timePeriod } from '@wellspring/contract';
import { z } from 'zod';
import { usageTypes, usageUnits, usageZones } from './usage.ts';

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

const productConsumption = z.object({
  id: z.string(),
  name: z.string(),
  validPeriod: timePeriod,
  product: z.array(entityRef),
  bucketRefOrValue: z.array(bucket),
  /** What is counted and has no end; ours. */
  unlimited: z.array(unlimited),
});
export type ProductConsumption = z.infer<typeof productConsumption>;

/** TMF677 v4 `QueryUsageConsumption`: what is used and left this month; `spending` is ours. */
export const consumptionDocument = z.object({
  ...identified('QueryUsageConsumption'),
  queryUsageConsumptionDate: dateTime,
  usageConsumption: z.array(productConsumption),
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
export type ConsumptionDocument = z.infer<typeof consumptionDocument>;
