import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, fetchJson } from '@wellspring/web';
import * as z from 'zod/mini';
import type { Bill } from '../bills/bill.ts';
import { forgetPaymentKey, paymentKey } from './payment-key.ts';
import { isOpen, onItsWay, openPayments, payment, paymentsPath, pollMs, type Payment } from './payment.ts';

/** All that was ever tried to pay a bill, the newest first, looked at again for as long as one is on its way. */
export function usePaymentsOf(billId: string): { payments: Payment[] | undefined; error: Error | null } {
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: keyOf(billId),
    queryFn: async ({ signal }) => {
      const filter = `paymentItem.item.id=${encodeURIComponent(billId)}&sort=-paymentDate`;
      return (await fetchJson(`${paymentsPath}?${filter}`, z.array(payment), { signal })).body;
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
  const { body } = await fetchJson(paymentsPath, payment, {
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

function keyOf(billId: string): string[] {
  return ['payments', 'of', billId];
}
