import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { AuditAction, AuditPageDocument } from '@wellspring/contract-gateway';
import { fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { position } from '../status/status.ts';
import { auditOrigins } from './filters.ts';

export const auditActions = [
  'advance',
  'rollback',
  'pause',
  'resume',
  'percent',
  'file',
] as const satisfies readonly AuditAction[];

const entry = z.object({
  id: z.number(),
  at: z.string(),
  capability: z.string(),
  action: z.enum(auditActions),
  actor: z.string(),
  origin: z.enum(auditOrigins),
  from: z.nullable(position),
  to: position,
  reason: z.string(),
  forced: z.boolean(),
  metrics: z.record(z.string(), z.unknown()),
  replica: z.string(),
});
export type AuditEntry = z.output<typeof entry>;

const page = shown<AuditPageDocument>()({ items: z.array(entry), next: z.nullable(z.number()) });
type AuditPage = z.output<typeof page>;

const pageSize = 25;
const recentSize = 5;
const everyMs = 5_000;
/** As many decisions as charts mark. */
const markedSize = 50;

async function fetchPage(query: URLSearchParams, signal: AbortSignal): Promise<AuditPage> {
  return (await fetchJson(`/api/gateway/audit?${query}`, page, { signal })).body;
}

/** @param filters as the operations API names them. */
export function useAudit(filters: URLSearchParams): UseInfiniteQueryResult<InfiniteData<AuditPage>> {
  return useInfiniteQuery({
    queryKey: ['audit', filters.toString()],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams(filters);
      query.set('limit', String(pageSize));
      if (pageParam !== null) query.set('before', String(pageParam));
      return fetchPage(query, signal);
    },
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    // While other filters are answered the table stays: a page that jumps cannot be read.
    placeholderData: keepPreviousData,
  });
}

/** The newest decisions about all capabilities. */
export function useNewestDecisions(): UseQueryResult<AuditEntry[]> {
  return useQuery({
    queryKey: ['newest-decisions'],
    queryFn: async ({ signal }) => (await fetchPage(new URLSearchParams({ limit: String(markedSize) }), signal)).items,
    refetchInterval: everyMs,
  });
}

export function useRecentDecisions(capability: string): UseQueryResult<AuditEntry[]> {
  const query = new URLSearchParams({ capability, limit: String(recentSize) });
  return useQuery({
    queryKey: ['recent-decisions', capability],
    queryFn: async ({ signal }) => (await fetchPage(query, signal)).items,
    refetchInterval: everyMs,
  });
}
