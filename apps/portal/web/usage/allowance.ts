import { useQuery } from '@tanstack/react-query';
import { queryFor, type Answer } from '@wellspring/web';
import type * as z from 'zod/mini';
import { usageConsumption, type Quantity, type report, type Spending } from './consumption.ts';

export interface Allowance {
  id: string;
  name: string;
  /** What it is of and where, such as `data` and `roaming`, where the service says so. */
  usageType: string | undefined;
  zone: string | undefined;
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

export function useSpending(): Spending | undefined {
  const { data } = useQuery(queryFor(usageConsumption));
  return data?.body[0]?.spending;
}

export function allowancesIn(reports: Reports): Allowance[] {
  return reports
    .flatMap(({ usageConsumption: consumptions }) => consumptions)
    .flatMap(({ bucketRefOrValue }) => bucketRefOrValue)
    .map(({ id, name, usageType, zone, remainingValue: left, bucketCounter, validFor }) => ({
      id,
      name,
      usageType,
      zone,
      left,
      total: {
        units: left.units,
        amount: left.amount + (bucketCounter.find(({ counterType }) => counterType === 'used')?.value.amount ?? 0),
      },
      until: validFor?.endDateTime,
    }));
}
