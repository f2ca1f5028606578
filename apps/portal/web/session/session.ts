import { useQuery } from '@tanstack/react-query';
import { fetchJson, pageIsFor } from '@wellspring/web';
import * as z from 'zod/mini';

const session = z.object({
  customer: z.nullable(
    z.object({ id: z.string(), name: z.string(), email: z.string(), locale: z.optional(z.string()) }),
  ),
  /** What names this session in requests of a page made for it. */
  session: z._default(z.nullable(z.string()), null),
  /** By capability: which portal serves it to this customer. */
  capabilities: z.record(z.string(), z.enum(['new', 'legacy'])),
});

export type Session = z.output<typeof session>;
export type Customer = NonNullable<Session['customer']>;

/** Who is signed in, and which pages are ours for them: as the edge says. */
export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  const { body } = await fetchJson('/session', session, { signal });
  pageIsFor(body.session ?? undefined);
  return body;
}

export function useSession(): { session: Session | undefined; error: Error | null; retry: () => void } {
  const query = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => fetchSession(signal),
    refetchOnWindowFocus: 'always',
  });
  return { session: query.data, error: query.error, retry: () => void query.refetch() };
}

/** Where to sign in so as to come back to the page one is on. */
export function signInUrl(): string {
  return `/sign-in?return=${encodeURIComponent(window.location.pathname + window.location.search)}`;
}
