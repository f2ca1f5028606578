import { useQuery } from '@tanstack/react-query';
import type { HealthDocument } from '@wellspring/platform';
import { fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';

const health = shown<HealthDocument>()({
  details: z.record(z.string(), z.object({ status: z.enum(['up', 'degraded', 'down']) })),
});
export type Health = z.output<typeof health>;

const everyMs = 5_000;
/** Told by the live status itself, with every mistake. */
const toldElsewhere = new Set(['migration-file']);

/** @returns the checks of a system that are not well; undefined when the system itself does not answer. */
export function useWeakPoints(system: 'gateway' | 'billing' | 'inventory' | 'usage'): {
  weak: string[] | undefined;
  known: boolean;
} {
  const { data, error } = useQuery({
    queryKey: ['health', system],
    queryFn: async ({ signal }) => (await fetchJson(`/api/${system}/health`, health, { signal })).body,
    refetchInterval: everyMs,
    retry: false,
  });
  return { weak: error || !data ? undefined : weakPointsOf(data), known: error !== null || data !== undefined };
}

export function weakPointsOf({ details }: Health): string[] {
  return Object.entries(details).flatMap(([name, { status }]) =>
    status === 'up' || toldElsewhere.has(name) ? [] : [name],
  );
}
