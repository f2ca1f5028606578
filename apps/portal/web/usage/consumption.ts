import type { ConsumptionDocument } from '@wellspring/contract-usage';
import { type Resource, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { money } from '../bills/bill.ts';

const quantity = z.object({ amount: z.number(), units: z.string() });
export type Quantity = z.output<typeof quantity>;

/** A TMF677 bucket: what there was, and what is left of it. */
const bucket = z.object({
  id: z.string(),
  name: z.string(),
  usageType: z.optional(z.string()),
  zone: z.optional(z.string()),
  remainingValue: quantity,
  bucketCounter: z._default(z.array(z.object({ counterType: z.string(), value: quantity })), []),
  validFor: z.optional(z.object({ endDateTime: z.optional(z.string()) })),
});
const consumption = z.object({ bucketRefOrValue: z._default(z.array(bucket), []) });
/** What use has cost this month, as the next bill will have it. */
const limitRange = z.object({ lowest: money, highest: money });
export type LimitRange = z.output<typeof limitRange>;
const spending = z.object({
  spent: money,
  spentToday: money,
  limit: z.optional(money),
  /** What the limit may be changed to. */
  limitRange: z.optional(limitRange),
});
export type Spending = z.output<typeof spending>;

export const report = shown<ConsumptionDocument>()({
  usageConsumption: z._default(z.array(consumption), []),
  spending: z.optional(spending),
});

/** What is left of each allowance: TMF677 usage consumption. The one place where the pages get it. */
export const usageConsumption = {
  key: ['usage', 'consumption'],
  service: 'usage',
  path: '/tmf-api/usageConsumption/v4/queryUsageConsumption',
  schema: z.array(report),
} satisfies Resource;
