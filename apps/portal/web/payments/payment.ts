import { useMutation, useQuery, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchJson } from '@wellspring/web';
import * as z from 'zod/mini';
import type { Bill } from '../bills/bill.ts';
import { forgetPaymentKey, paymentKey } from './payment-key.ts';

/** What the page needs of a TMF676 Payment. */
const payment = z.object({ id: z.string(), status: z.string() });
export type Payment = z.output<typeof payment>;

const base = '/tmf-api/paymentManagement/v4/payment';
const pollMs = 1_000;

/** Whatever status the service may add later: until it is one of these, the payment is still on its way. */
const finalStatuses = new Set(['done', 'declined', 'failed', 'needsAttention']);

export function isFinal({ status }: Payment): boolean {
  return finalStatuses.has(status);
}

/** Pays a bill in full. Repeating it, after a lost answer or on a second click, never pays twice: the key says it is the same. */
export function usePay(bill: Bill): UseMutationResult<Payment, Error, void> {
  return useMutation({
    mutationFn: async () => {
      const { body } = await fetchJson(base, payment, {
        method: 'POST',
        headers: { 'idempotency-key': paymentKey(bill.id) },
        body: {
          totalAmount: bill.remainingAmount,
          paymentItem: [{ item: { id: bill.id, '@referredType': 'CustomerBill' }, amount: bill.remainingAmount }],
          paymentMethod: { '@type': 'bankCard' },
        },
      });
      return body;
    },
  });
}

/** Follows a payment until it is settled one way or the other; then the bills are asked for anew. */
export function usePaymentProgress(started: Payment | undefined, billId: string): Payment | undefined {
  const queryClient = useQueryClient();
  const id = started?.id;
  const query = useQuery({
    queryKey: ['payment', id],
    queryFn: async ({ signal }) =>
      (await fetchJson(`${base}/${encodeURIComponent(id ?? '')}`, payment, { signal })).body,
    enabled: started !== undefined && !isFinal(started),
    refetchInterval: ({ state }) => (state.data && isFinal(state.data) ? false : pollMs),
  });
  const current = query.data ?? started;
  const settled = current !== undefined && isFinal(current);
  useEffect(() => {
    if (!settled) return;
    forgetPaymentKey(billId);
    void queryClient.invalidateQueries({ queryKey: ['bills'] });
    void queryClient.invalidateQueries({ queryKey: ['bill', billId] });
  }, [settled, billId, queryClient]);
  return current;
}
