import type { LimitChangeDocument } from '@wellspring/contract-usage';
import { type Resource, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { money } from '../bills/bill.ts';

export const limitChangePath = '/tmf-api/usageConsumption/v4/spendingLimitChange';

/** A change of the spending limit that the customer asked for; `null` is no limit. */
export const limitChange = shown<LimitChangeDocument>()({
  id: z.string(),
  state: z.string(),
  limit: z.nullable(money),
});
export type LimitChange = z.output<typeof limitChange>;

/** The newest one, asked for in this browser or another one. */
export const newestLimitChange = {
  key: ['usage', 'limit-change'],
  service: 'usage',
  path: `${limitChangePath}?limit=1`,
  schema: z.array(limitChange),
} satisfies Resource;
