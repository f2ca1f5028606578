import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { fetchJson, type Answer, type Locale } from '@wellspring/web';
import * as z from 'zod/mini';
import { billLineSchema, billSchema, type Bill, type BillLine } from './bill.ts';
import { aYear, billsPath } from './recent-bills.ts';

const list = z.array(billSchema);

export interface BillList {
  bills: Bill[];
  total: number;
  ageSeconds: number | undefined;
  missingCount: number | undefined;
}

/** @param filter which of them, in TMF630's words. */
export function useBills(
  filter: Readonly<Record<string, string>> = {},
): ReturnType<typeof useInfiniteQuery<Answer<Bill[]>, Error, BillList>> {
  const first = `${billsPath}/customerBill?${new URLSearchParams({ ...filter, sort: '-billDate', limit: String(aYear) })}`;
  return useInfiniteQuery({
    queryKey: ['bills', first],
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) => fetchJson(pageParam, list, { signal }),
    // The service's own continuation: a bill that moves meanwhile is neither shown twice nor left out.
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    select: ({ pages }) => ({
      bills: pages.flatMap((page) => page.body),
      total: pages.at(-1)?.totalCount ?? 0,
      ageSeconds: pages.at(0)?.ageSeconds,
      missingCount: pages.at(0)?.missingCount,
    }),
  });
}

/** The years the customer has bills of, the newest first; none until it is known. */
export function useBillYears(now = new Date()): number[] {
  const { data } = useQuery({
    queryKey: ['bills', 'oldest'],
    queryFn: async ({ signal }) =>
      (await fetchJson(`${billsPath}/customerBill?sort=billDate&limit=1`, list, { signal })).body,
  });
  const oldest = data?.[0]?.billDate.slice(0, 4);
  if (oldest === undefined) return [];
  const newest = now.getUTCFullYear();
  return Array.from({ length: Math.max(0, newest - Number(oldest)) + 1 }, (_, back) => newest - back);
}

export function useBill(id: string): ReturnType<typeof useQuery<Answer<Bill>>> {
  return useQuery({
    queryKey: ['bill', id],
    queryFn: ({ signal }) => fetchJson(`${billsPath}/customerBill/${encodeURIComponent(id)}`, billSchema, { signal }),
  });
}

export function useBillLines(id: string): ReturnType<typeof useQuery<Answer<BillLine[]>>> {
  return useQuery({
    queryKey: ['bill', id, 'lines'],
    queryFn: ({ signal }) =>
      fetchJson(
        `${billsPath}/appliedCustomerBillingRate?limit=100&bill.id=${encodeURIComponent(id)}`,
        z.array(billLineSchema),
        { signal },
      ),
  });
}

export function documentUrl(id: string, locale: Locale): string {
  return `${billsPath}/customerBill/${encodeURIComponent(id)}/document?lang=${locale}`;
}
