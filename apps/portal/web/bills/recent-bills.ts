import { useQuery } from '@tanstack/react-query';
import { type Answer, queryFor, type Resource } from '@wellspring/web';
import * as z from 'zod/mini';
import { type Bill, billSchema } from './bill.ts';

export const billsPath = '/tmf-api/customerBillManagement/v4';
export const aYear = 12;

/** The bills of about a year, the newest first. */
export const recentBills = {
  key: ['bills', 'recent'],
  service: 'billing',
  path: `${billsPath}/customerBill?sort=-billDate&limit=${aYear}`,
  schema: z.array(billSchema),
} satisfies Resource;

export function useRecentBills(): ReturnType<typeof useQuery<Answer<Bill[]>>> {
  return useQuery(queryFor(recentBills));
}
