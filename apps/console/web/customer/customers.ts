import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { CommandList } from '@wellspring/contract';
import type { PaymentCommandDocument } from '@wellspring/contract-billing';
import type { CustomerDocument, CustomerSessionsDocument } from '@wellspring/contract-gateway';
import type { CustomerDocument as KnownDocument } from '@wellspring/contract-pinpoint';
import { fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { incident, logLine } from '../incident/incidents.ts';

/** Every look is recorded, but one that goes on is one. */
const everyMs = 5_000;

const known = shown<KnownDocument>()({
  requests: z.array(logLine),
  incidents: z.array(incident),
  looks: z.nullable(z.array(z.object({ at: z.string(), operator: z.string() }))),
});
export type Known = z.output<typeof known>;

const where = shown<CustomerDocument>()({
  capabilities: z.array(
    z.object({ name: z.string(), side: z.enum(['legacy', 'new']), stage: z.string(), reason: z.string() }),
  ),
});
export type Where = z.output<typeof where>;

const signedIn = shown<CustomerSessionsDocument>()({
  sessions: z.array(z.object({ startedAt: z.string(), expiresAt: z.string() })),
});
export type SignedIn = z.output<typeof signedIn>;

const payments = shown<CommandList<PaymentCommandDocument>>()({
  items: z.array(z.object({ id: z.string(), state: z.string(), since: z.string() })),
});
export type Payments = z.output<typeof payments>;

/** What they did, and what hit them. */
export function useKnown(customer: string): UseQueryResult<Known> {
  return useAsked(customer, `/api/pinpoint/customers/${customer}`, known);
}

/** Which side answers them, and why. */
export function useWhere(customer: string): UseQueryResult<Where> {
  return useAsked(customer, `/api/gateway/customers/${customer}`, where);
}

export function useSignedIn(customer: string): UseQueryResult<SignedIn> {
  return useAsked(customer, `/api/gateway/sessions?customer=${customer}`, signedIn);
}

export function usePayments(customer: string): UseQueryResult<Payments> {
  return useAsked(customer, `/api/billing/payments?customer=${customer}`, payments);
}

/** Nothing is asked while nobody is named. */
function useAsked<Schema extends z.ZodMiniType>(
  customer: string,
  path: string,
  schema: Schema,
): UseQueryResult<z.output<Schema>> {
  return useQuery({
    queryKey: ['customer', path],
    enabled: customer !== '',
    queryFn: async ({ signal }) => (await fetchJson(path, schema, { signal })).body,
    refetchInterval: everyMs,
  });
}
