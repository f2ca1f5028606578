import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, fetchJson, queryFor, type Resource } from '@wellspring/web';
import * as z from 'zod/mini';
import { money, type Bill } from '../bills/bill.ts';
import { forgetPaymentKey, paymentKey } from './payment-key.ts';

/** What the pages show of a TMF676 Payment. */
const payment = z.object({
  id: z.string(),
  status: z.string(),
  /** The `Idempotency-Key` it was ordered with. */
  correlatorId: z.optional(z.string()),
  paymentDate: z.string(),
  totalAmount: money,
  paymentItem: z.array(z.object({ item: z.object({ id: z.string() }) })),
});
export type Payment = z.output<typeof payment>;

const base = '/tmf-api/paymentManagement/v4/payment';
const pollMs = 1_000;

/** Whatever status the service may add later: until it is one of these, the payment is still on its way. */
const finalStatuses = new Set(['done', 'declined', 'failed', 'refunded']);

/** A payment that has not ended: the bill cannot be paid a second time beside it. */
export function isOpen({ status }: Payment): boolean {
  return !finalStatuses.has(status);
}

/** Only a person can end it, which takes longer than anybody looks at a page. */
export function isWithAPerson({ status }: Payment): boolean {
  return status === 'needsAttention';
}

/** All that was ever tried to pay a bill, the newest first, looked at again for as long as one is on its way. */
export function usePaymentsOf(billId: string): { payments: Payment[] | undefined; error: Error | null } {
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: keyOf(billId),
    queryFn: async ({ signal }) => {
      const filter = `paymentItem.item.id=${encodeURIComponent(billId)}&sort=-paymentDate`;
      return (await fetchJson(`${base}?${filter}`, z.array(payment), { signal })).body;
    },
    refetchInterval: ({ state }) => (state.data?.some(onItsWay) ? pollMs : false),
  });
  const { data } = query;
  useEffect(() => {
    for (const ended of data?.filter((each) => !isOpen(each)) ?? []) forgetPaymentKey(billId, ended.correlatorId);
  }, [data, billId]);
  const open = data?.some(isOpen) ?? false;
  const wasOpen = useRef(open);
  useEffect(() => {
    if (wasOpen.current === open) return;
    wasOpen.current = open;
    for (const queryKey of [openPayments.key, ['bills'], ['bill', billId]])
      void queryClient.invalidateQueries({ queryKey });
  }, [open, billId, queryClient]);
  return { payments: data, error: query.error };
}

/** The customer's payments that have not ended: from this browser, another one, or last night. */
export const openPayments = {
  key: ['payments', 'open'],
  service: 'billing',
  path: `${base}?status=pending,needsAttention&limit=200`,
  schema: z.array(payment),
} satisfies Resource;

/** The same by the bill they pay, looked at again for as long as one is on its way. */
export function useOpenPayments(): ReadonlyMap<string, Payment> {
  const queryClient = useQueryClient();
  const { data } = useQuery({
    ...queryFor(openPayments),
    refetchInterval: ({ state }) => (state.data?.body.some(onItsWay) ? pollMs : false),
  });
  const open = data?.body.filter(isOpen) ?? [];
  const count = useRef(open.length);
  useEffect(() => {
    const ended = open.length < count.current;
    count.current = open.length;
    if (ended) void queryClient.invalidateQueries({ queryKey: ['bills'] });
  }, [open.length, queryClient]);
  return new Map(open.flatMap((each) => each.paymentItem.map(({ item }) => [item.id, each])));
}

/**
 * Pays a bill in full. Repeating it, after a lost answer or on a second click, never pays twice: the key says it is the
 * same.
 */
export function usePay(bill: Bill): UseMutationResult<Payment, Error, { cardToken: string | undefined }> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ cardToken }) => {
      try {
        return await order(bill, cardToken);
      } catch (error) {
        // The key belongs to an earlier intention that this browser no longer remembers. The service takes one payment
        // of a bill at a time, whatever its key.
        if (!(error instanceof ApiError) || error.code !== 'IDEMPOTENCY.KEY_REUSED') throw error;
        forgetPaymentKey(bill.id);
        return await order(bill, cardToken);
      }
    },
    onSuccess: (started) => {
      queryClient.setQueryData<Payment[]>(keyOf(bill.id), (known) => [
        started,
        ...(known ?? []).filter(({ id }) => id !== started.id),
      ]);
    },
    onSettled: () =>
      Promise.all(
        [keyOf(bill.id), openPayments.key, ['bill', bill.id]].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

async function order(bill: Bill, cardToken: string | undefined): Promise<Payment> {
  const amount = bill.remainingAmount;
  const intention = [amount.value, amount.unit, cardToken].join(' ');
  const { body } = await fetchJson(base, payment, {
    method: 'POST',
    headers: { 'idempotency-key': paymentKey(bill.id, intention) },
    body: {
      totalAmount: amount,
      paymentItem: [{ item: { id: bill.id, '@referredType': 'CustomerBill' }, amount }],
      paymentMethod: { '@type': 'bankCard', ...(cardToken !== undefined && { token: cardToken }) },
    },
  });
  return body;
}

function onItsWay(each: Payment): boolean {
  return isOpen(each) && !isWithAPerson(each);
}

function keyOf(billId: string): string[] {
  return ['payments', 'of', billId];
}
