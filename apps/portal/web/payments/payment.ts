import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { PaymentDocument } from '@wellspring/contract-billing';
import { queryFor, type Resource, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { money } from '../bills/bill.ts';

/** What the pages show of a TMF676 Payment. */
export const payment = shown<PaymentDocument>()({
  id: z.string(),
  status: z.string(),
  /** The `Idempotency-Key` it was ordered with. */
  correlatorId: z.optional(z.string()),
  paymentDate: z.string(),
  totalAmount: money,
  paymentItem: z.array(z.object({ item: z.object({ id: z.string() }) })),
});
export type Payment = z.output<typeof payment>;

export const paymentsPath = '/tmf-api/paymentManagement/v4/payment';
/** How often a payment on its way is looked at again. */
export const pollMs = 1_000;

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

/** It is carried out by itself, soon. */
export function onItsWay(each: Payment): boolean {
  return isOpen(each) && !isWithAPerson(each);
}

/** The customer's payments that have not ended: from this browser, another one, or last night. */
export const openPayments = {
  key: ['payments', 'open'],
  service: 'billing',
  path: `${paymentsPath}?status=pending,needsAttention&limit=200`,
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
