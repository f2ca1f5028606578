import { useQuery } from '@tanstack/react-query';
import { queryFor, type Answer, type Resource } from '@wellspring/web';
import * as z from 'zod/mini';

const quantity = z.object({ amount: z.number(), units: z.string() });
export type Quantity = z.output<typeof quantity>;

/** A TMF677 bucket: what there was, and what is left of it. */
const bucket = z.object({
  id: z.string(),
  name: z.string(),
  remainingValue: quantity,
  bucketCounter: z._default(z.array(z.object({ counterType: z.string(), value: quantity })), []),
  validFor: z.optional(z.object({ endDateTime: z.optional(z.string()) })),
});
const consumption = z.object({ bucketRefOrValue: z._default(z.array(bucket), []) });
const report = z.object({ usageConsumption: z._default(z.array(consumption), []) });

/** What is left of each allowance: TMF677 usage consumption. The one place where the pages get it. */
export const usageConsumption = {
  key: ['usage', 'consumption'],
  service: 'usage',
  path: '/tmf-api/usageConsumption/v4/queryUsageConsumption',
  schema: z.array(report),
} satisfies Resource;

export interface Allowance {
  id: string;
  name: string;
  left: Quantity;
  total: Quantity;
  /** When what is left of it ends; ISO. */
  until: string | undefined;
}

type Reports = z.output<typeof report>[];

export function useAllowances(): ReturnType<typeof useQuery<Answer<Reports>, Error, Answer<Allowance[]>>> {
  return useQuery({
    ...queryFor(usageConsumption),
    select: (answer) => ({ ...answer, body: allowancesIn(answer.body) }),
  });
}

export function allowancesIn(reports: Reports): Allowance[] {
  return reports
    .flatMap(({ usageConsumption: consumptions }) => consumptions)
    .flatMap(({ bucketRefOrValue }) => bucketRefOrValue)
    .map(({ id, name, remainingValue: left, bucketCounter, validFor }) => ({
      id,
      name,
      left,
      total: {
        units: left.units,
        amount: left.amount + (bucketCounter.find(({ counterType }) => counterType === 'used')?.value.amount ?? 0),
      },
      until: validFor?.endDateTime,
    }));
}
