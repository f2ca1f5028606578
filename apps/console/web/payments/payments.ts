import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ApiError, fetchJson } from '@wellspring/web';
import * as z from 'zod/mini';

export const paymentStates = ['needsAttention', 'pending', 'done', 'declined', 'failed', 'refunded'] as const;
export type PaymentState = (typeof paymentStates)[number];

export const resolutionActions = ['retry', 'mark-paid', 'give-back'] as const;
export type ResolutionAction = (typeof resolutionActions)[number];

const state = z.enum(paymentStates);

const payment = z.object({
  /** Also the key and the reference at the provider and at the billing engine. */
  id: z.string(),
  customerId: z.string(),
  billId: z.string(),
  amount: z.object({ unit: z.string(), value: z.number() }),
  state,
  reason: z.nullable(z.string()),
  since: z.string(),
  createdAt: z.string(),
  charge: z.object({
    reference: z.nullable(z.string()),
    attemptedAt: z.nullable(z.string()),
    unanswered: z.number(),
  }),
  settlementReference: z.nullable(z.string()),
  /** What can be decided now. */
  actions: z.array(z.enum(resolutionActions)),
});
export type Payment = z.output<typeof payment>;

const resolution = z.object({
  id: z.number(),
  at: z.string(),
  action: z.enum(resolutionActions),
  operator: z.string(),
  reason: z.string(),
  details: z.record(z.string(), z.string()),
  ledTo: state,
});
export type Resolution = z.output<typeof resolution>;

const paymentWithHistory = z.extend(payment, { history: z.array(resolution) });
export type PaymentWithHistory = z.output<typeof paymentWithHistory>;

const page = z.object({ items: z.array(payment), total: z.number() });
export type PaymentPage = z.output<typeof page>;

const everyMs = 5_000;

/** @param filters as the operations API names them; none: those that need a person. */
export function usePayments(filters: URLSearchParams): UseQueryResult<PaymentPage> {
  return useQuery({
    queryKey: ['payments', filters.toString()],
    queryFn: ({ signal }) => fetchPage(filters, signal),
    refetchInterval: everyMs,
  });
}

/** How many payments wait for a decision. */
export function usePaymentsThatWait(): UseQueryResult<number> {
  return useQuery({
    queryKey: ['payments', 'count'],
    queryFn: async ({ signal }) => (await fetchPage(new URLSearchParams({ limit: '1' }), signal)).total,
    refetchInterval: everyMs,
  });
}

async function fetchPage(filters: URLSearchParams, signal: AbortSignal): Promise<PaymentPage> {
  return (await fetchJson(`/api/billing/payments?${filters}`, page, { signal })).body;
}

export function paymentKey(id: string): string[] {
  return ['payment', id];
}

export function usePayment(id: string): UseQueryResult<PaymentWithHistory> {
  return useQuery({
    queryKey: paymentKey(id),
    queryFn: async ({ signal }) =>
      (await fetchJson(`/api/billing/payments/${encodeURIComponent(id)}`, paymentWithHistory, { signal })).body,
    refetchInterval: everyMs,
  });
}

/** @param body the reason, and what references the decision comes with. @returns the payment as it is afterwards. */
export async function resolve(
  id: string,
  action: ResolutionAction,
  body: Record<string, string>,
): Promise<PaymentWithHistory> {
  const path = `/api/billing/payments/${id}/${action}`;
  return (await fetchJson(path, paymentWithHistory, { method: 'POST', body })).body;
}

/** Somebody else has decided, or the payment came to an end by itself. */
export function needsNobody(error: Error | null): boolean {
  return error instanceof ApiError && error.code === 'PAYMENT.NEEDS_NO_ATTENTION';
}
