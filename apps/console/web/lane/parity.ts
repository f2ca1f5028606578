import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { fetchJson } from '@wellspring/web';
import * as z from 'zod/mini';

const sample = z.object({
  at: z.string(),
  fact: z.string(),
  route: z.string(),
  item: z.string(),
  legacy: z.string(),
  new: z.string(),
  traceId: z.string(),
});
export type ParitySample = z.output<typeof sample>;

const view = z.object({ samples: z.array(sample) });
const everyMs = 10_000;

/** The newest differences of a capability; the server has masked the values. */
export function useParitySamples(name: string, fact: string): UseQueryResult<ParitySample[]> {
  const query = new URLSearchParams({ limit: '20', ...(fact !== '' && { fact }) });
  return useQuery({
    queryKey: ['parity', name, fact],
    queryFn: async ({ signal }) => (await fetchJson(`/api/parity/${name}?${query}`, view, { signal })).body.samples,
    refetchInterval: everyMs,
  });
}
