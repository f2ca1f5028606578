import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ParityDocument } from '@wellspring/contract-gateway';
import { fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';

const group = z.object({
  route: z.string(),
  fact: z.string(),
  /** Masked by the server, but for what the migration file lets be seen. */
  legacy: z.string(),
  new: z.string(),
  times: z.number(),
  lastAt: z.string(),
  traceIds: z.array(z.string()),
});
/** Differences that look alike. */
export type SampleGroup = z.output<typeof group>;

const view = shown<ParityDocument>()({ groups: z.array(group) });
const everyMs = 10_000;
/** Samples that are grouped. */
const newest = 200;

/** The newest differences of a capability, the most frequent kind first. */
export function useSampleGroups(name: string, fact: string): UseQueryResult<SampleGroup[]> {
  const query = new URLSearchParams({ limit: String(newest), ...(fact !== '' && { fact }) });
  return useQuery({
    queryKey: ['parity', name, fact],
    queryFn: async ({ signal }) =>
      (await fetchJson(`/api/gateway/parity/${name}?${query}`, view, { signal })).body.groups,
    refetchInterval: everyMs,
  });
}
