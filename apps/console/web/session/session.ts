import { useQuery } from '@tanstack/react-query';
import { fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import type { SessionDocument, SignedOutDocument } from '../../src/session/session.document.ts';

const session = shown<SessionDocument>()({
  operator: z.nullable(z.object({ id: z.string(), name: z.string(), email: z.string() })),
});

export type Session = z.output<typeof session>;

export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  return (await fetchJson('/session', session, { signal })).body;
}

export function useSession(): { session: Session | undefined; error: Error | null; retry: () => void } {
  const { data, error, refetch } = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => fetchSession(signal),
    staleTime: Infinity,
  });
  return { session: data, error, retry: () => void refetch() };
}

/** Where to sign in so as to come back to the page one is on. */
export function signInUrl(): string {
  return `/sign-in?return=${encodeURIComponent(window.location.pathname + window.location.search)}`;
}

const signedOut = shown<SignedOutDocument>()({ continueAt: z.string() });

/** Ends the session here, then goes where the one at identity ends. */
export async function signOut(): Promise<void> {
  const { body } = await fetchJson('/sign-out', signedOut, { method: 'POST', body: {} });
  window.location.assign(body.continueAt);
}
