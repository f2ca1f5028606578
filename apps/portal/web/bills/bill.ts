import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { fetchJson, type Answer, type Locale } from '@wellspring/web';
import * as z from 'zod/mini';

export const money = z.object({ unit: z.string(), value: z.number() });

/** What the pages show of a TMF678 CustomerBill. */
const bill = z.object({
  id: z.string(),
  billNo: z.string(),
  billDate: z.string(),
  paymentDueDate: z.string(),
  state: z.string(),
  amountDue: money,
  remainingAmount: money,
  taxExcludedAmount: z.optional(money),
  taxItem: z.optional(z.array(z.object({ taxRate: z.optional(z.number()), taxAmount: z.optional(money) }))),
  billingPeriod: z.optional(z.object({ startDateTime: z.string(), endDateTime: z.string() })),
});
export type Bill = z.output<typeof bill>;

/** A line of a bill: a TMF678 AppliedCustomerBillingRate. */
const rate = z.object({
  id: z.string(),
  name: z.optional(z.string()),
  description: z.optional(z.string()),
  taxIncludedAmount: money,
  taxExcludedAmount: money,
});
export type BillLine = z.output<typeof rate>;

const base = '/tmf-api/customerBillManagement/v4';
const pageSize = 12;

export interface BillList {
  bills: Bill[];
  total: number;
  ageSeconds: number | undefined;
}

/** @param filter which of them, in TMF630's words. */
export function useBills(
  filter: Readonly<Record<string, string>> = {},
): ReturnType<typeof useInfiniteQuery<Answer<Bill[]>, Error, BillList>> {
  const first = `${base}/customerBill?${new URLSearchParams({ ...filter, sort: '-billDate', limit: String(pageSize) })}`;
  return useInfiniteQuery({
    queryKey: ['bills', first],
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) => fetchJson(pageParam, z.array(bill), { signal }),
    // The service's own continuation: a bill that moves meanwhile is neither shown twice nor left out.
    getNextPageParam: ({ next }) => next,
    placeholderData: (previous) => previous,
    select: ({ pages }) => ({
      bills: pages.flatMap((page) => page.body),
      total: pages.at(-1)?.totalCount ?? 0,
      ageSeconds: pages.at(0)?.ageSeconds,
    }),
  });
}

/** The years the customer has bills of, the newest first; none until it is known. */
export function useBillYears(now = new Date()): number[] {
  const { data } = useQuery({
    queryKey: ['bills', 'oldest'],
    queryFn: async ({ signal }) =>
      (await fetchJson(`${base}/customerBill?sort=billDate&limit=1`, z.array(bill), { signal })).body,
  });
  const oldest = data?.[0]?.billDate.slice(0, 4);
  if (oldest === undefined) return [];
  const newest = now.getUTCFullYear();
  return Array.from({ length: Math.max(0, newest - Number(oldest)) + 1 }, (_, back) => newest - back);
}

export function useBill(id: string): ReturnType<typeof useQuery<Answer<Bill>>> {
  return useQuery({
    queryKey: ['bill', id],
    queryFn: ({ signal }) => fetchJson(`${base}/customerBill/${encodeURIComponent(id)}`, bill, { signal }),
  });
}

export function useBillLines(id: string): ReturnType<typeof useQuery<Answer<BillLine[]>>> {
  return useQuery({
    queryKey: ['bill', id, 'lines'],
    queryFn: ({ signal }) =>
      fetchJson(`${base}/appliedCustomerBillingRate?limit=100&bill.id=${encodeURIComponent(id)}`, z.array(rate), {
        signal,
      }),
  });
}

export function documentUrl(id: string, locale: Locale): string {
  return `${base}/customerBill/${encodeURIComponent(id)}/document?lang=${locale}`;
}

export type BillStatus = 'paid' | 'unpaid' | 'overdue';

/** A bill is due until the end of its due date. */
export function statusOf({ state, remainingAmount, paymentDueDate }: Bill, now = new Date()): BillStatus {
  if (state === 'settled' || remainingAmount.value === 0) return 'paid';
  return now.toISOString().slice(0, 10) > paymentDueDate.slice(0, 10) ? 'overdue' : 'unpaid';
}
