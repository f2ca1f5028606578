import { dateTime, entityRef, identified, money, relatedParty } from '@wellspring/contract';
import { z } from 'zod';

export const usageTypes = ['data', 'voice', 'message'] as const;
export type UsageType = (typeof usageTypes)[number];

/** Where or what for: each is counted and charged by itself. */
export const usageZones = ['home', 'roaming', 'abroad', 'premium'] as const;
export type UsageZone = (typeof usageZones)[number];

export const usageUnits = ['MB', 'SEC', 'SMS'] as const;
export type UsageUnit = (typeof usageUnits)[number];

/** TMF635 v4 `Usage`, the attributes this service fills. */
export const usageDocument = z.object({
  ...identified('Usage'),
  usageDate: dateTime,
  usageType: z.enum(usageTypes),
  status: z.literal('rated'),
  usageCharacteristic: z.array(z.object({ name: z.string(), value: z.string() })),
  ratedProductUsage: z.array(z.object({ taxIncludedRatingAmount: money, productRef: entityRef })),
  relatedParty: z.array(relatedParty),
});
export type UsageDocument = z.infer<typeof usageDocument>;

/** What one product used on a day, in UTC, of one type in one zone. TMF635 has single uses only. */
export const usageDayDocument = z.object({
  ...identified('UsageDay'),
  date: dateTime,
  usageType: z.enum(usageTypes),
  zone: z.enum(usageZones),
  amount: z.number(),
  units: z.enum(usageUnits),
  charge: money,
  product: entityRef,
});
export type UsageDayDocument = z.infer<typeof usageDayDocument>;
