import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { CommandList, Decided, ResolutionDocument } from '@wellspring/contract';
import { ApiError, fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import type { Kind, SeenCommand } from './kind.ts';

const resolution = shown<ResolutionDocument>()({
  id: z.number(),
  at: z.string(),
  action: z.string(),
  operator: z.string(),
  reason: z.string(),
  details: z.record(z.string(), z.unknown()),
  ledTo: z.string(),
});
export type Resolution = z.output<typeof resolution>;

const withHistory = shown<Decided>()({ history: z.array(resolution) });
export type WithHistory<Seen extends SeenCommand> = Seen & { history: Resolution[] };

/** What of a page of them is alike for every kind; each has a schema for one of its own. */
const anyPage = shown<CommandList>()({ items: z.array(z.unknown()), total: z.number() });

export interface CommandPage<Seen extends SeenCommand> {
  items: Seen[];
  total: number;
}

const everyMs = 5_000;

/** @param filters as the operations API names them; none: those that need a person. */
export function useCommands<Seen extends SeenCommand>(
  kind: Kind<Seen>,
  filters: URLSearchParams,
): UseQueryResult<CommandPage<Seen>> {
  return useQuery({
    queryKey: [kind.api, filters.toString()],
    queryFn: ({ signal }) => fetchPage(kind, filters, signal),
    refetchInterval: everyMs,
  });
}

/** How many wait for a decision. */
export function useWaiting<Seen extends SeenCommand>(kind: Kind<Seen>): UseQueryResult<number> {
  return useQuery({
    queryKey: [kind.api, 'count'],
    queryFn: async ({ signal }) => (await fetchPage(kind, new URLSearchParams({ limit: '1' }), signal)).total,
    refetchInterval: everyMs,
  });
}

async function fetchPage<Seen extends SeenCommand>(
  { api, schema }: Kind<Seen>,
  filters: URLSearchParams,
  signal: AbortSignal,
): Promise<CommandPage<Seen>> {
  const page = z.extend(anyPage, { items: z.array(schema) });
  return (await fetchJson(`${api}?${filters}`, page, { signal })).body;
}

export function commandKey<Seen extends SeenCommand>({ api }: Kind<Seen>, id: string): string[] {
  return [api, 'one', id];
}

export function useCommand<Seen extends SeenCommand>(kind: Kind<Seen>, id: string): UseQueryResult<WithHistory<Seen>> {
  return useQuery({
    queryKey: commandKey(kind, id),
    queryFn: async ({ signal }) =>
      (await fetchJson(`${kind.api}/${encodeURIComponent(id)}`, oneOf(kind), { signal })).body,
    refetchInterval: everyMs,
  });
}

/** @param body the reason, and what references the decision comes with. @returns the command as it is afterwards. */
export async function resolve<Seen extends SeenCommand>(
  kind: Kind<Seen>,
  id: string,
  action: string,
  body: Record<string, string>,
): Promise<WithHistory<Seen>> {
  return (await fetchJson(`${kind.api}/${id}/${action}`, oneOf(kind), { method: 'POST', body })).body;
}

function oneOf<Seen extends SeenCommand>({ schema }: Kind<Seen>): z.ZodMiniType<WithHistory<Seen>> {
  return z.intersection(schema, withHistory);
}

/** Somebody else has decided, or it came to an end by itself. */
export function needsNobody(error: Error | null): boolean {
  return error instanceof ApiError && error.code?.endsWith('.NEEDS_NO_ATTENTION') === true;
}
