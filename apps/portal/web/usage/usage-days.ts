import type { UsageDayDocument } from '@wellspring/contract-usage';
import { type Resource, shown } from '@wellspring/web';
import * as z from 'zod/mini';

const usageDay = shown<UsageDayDocument>()({ date: z.string(), amount: z.number(), units: z.string() });

/** The data used on each day of this month, on all products. */
export function dataOfMonth(now = new Date()): Resource<z.ZodMiniArray<typeof usageDay>> {
  const month = `${now.toISOString().slice(0, 7)}-01`;
  const query = new URLSearchParams({ usageType: 'data', 'date.gte': month, limit: '1000' });
  return {
    key: ['usage', 'days', month],
    service: 'usage',
    path: `/tmf-api/usageManagement/v4/usageDay?${query.toString()}`,
    schema: z.array(usageDay),
  };
}
