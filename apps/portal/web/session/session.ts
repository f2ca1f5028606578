import { useQuery } from '@tanstack/react-query';
import type { SessionDocument } from '@wellspring/contract-gateway';
import { fetchJson, pageIsFor, shown } from '@wellspring/web';
import * as z from 'zod/mini';

export const sessionSchema = shown<SessionDocument>()({
  customer: z.nullable(
    z.object({ id: z.string(), name: z.string(), email: z.string(), locale: z.optional(z.string()) }),
  ),
  /** What names this session in requests of a page made for it. */
  session: z._default(z.nullable(z.string()), null),
  /** By capability: which portal serves it to this customer. */
  capabilities: z.record(z.string(), z.enum(['new', 'legacy'])),
});

export type Session = z.output<typeof sessionSchema>;

export const sessionKey = ['session'];

/** Who is signed in, and which pages are ours for them: as the edge says. */
async function fetchSession(signal: AbortSignal): Promise<Session> {
  const { body } = await fetchJson('/session', sessionSchema, { signal });
  pageIsFor(body.session ?? undefined);
  return body;
}

export function useSession(): { session: Session | undefined; error: Error | null; retry: () => void } {
  const query = useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => fetchSession(signal),
    refetchOnWindowFocus: 'always',
  });
  return { session: query.data, error: query.error, retry: () => void query.refetch() };
}

/** Whether a capability's pages are on this side, by what is known of the session. */
export function isHereIn(session: Session | undefined): (capability: string) => boolean {
  return (capability) => session?.capabilities[capability] === 'new';
}

/** The same for whoever is signed in. */
export function useIsHere(capability: string | undefined): boolean {
  const { session } = useSession();
  return capability !== undefined && isHereIn(session)(capability);
}
