import { useQuery } from '@tanstack/react-query';
import type { PaymentMethodDocument } from '@wellspring/contract-billing';
import { fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';

/** What the pages show of a TMF670 PaymentMethod that is a bank card. */
const card = shown<PaymentMethodDocument>()({
  id: z.string(),
  brand: z.optional(z.string()),
  lastFourDigits: z.string(),
  expirationDate: z.optional(z.string()),
  preferred: z.optional(z.boolean()),
});
export type Card = z.output<typeof card>;

export interface Cards {
  cards: Card[];
  /** The one to pay with unless another is chosen; undefined leaves it to the payment provider. */
  usual: string | undefined;
}

/** The customer's cards at the payment provider. While they cannot be had, a bill is paid with the usual one. */
export function useCards(): Cards {
  const { data: cards = [] } = useQuery({
    queryKey: ['cards'],
    queryFn: async ({ signal }) =>
      (await fetchJson('/tmf-api/paymentMethod/v4/paymentMethod', z.array(card), { signal })).body,
    staleTime: 60_000,
  });
  return { cards, usual: (cards.find(({ preferred }) => preferred) ?? cards[0])?.id };
}
