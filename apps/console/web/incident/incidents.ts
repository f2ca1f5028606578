import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { IncidentDocument, NowDocument, ReferenceDocument } from '@wellspring/contract-pinpoint';
import { fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';

const change = z.object({
  atMs: z.number(),
  kind: z.string(),
  subject: z.string(),
  to: z.optional(z.string()),
  by: z.optional(z.string()),
});
export type Change = z.output<typeof change>;

const evidence = z.object({ verdict: z.enum(['for', 'ruled-out']), about: z.string(), text: z.string() });
export type Evidence = z.output<typeof evidence>;

const symptom = z.object({
  kind: z.enum(['failed', 'stale', 'masked']),
  capability: z.string(),
  side: z.optional(z.enum(['legacy', 'new'])),
  text: z.string(),
});

export const incident = z.object({
  id: z.string(),
  state: z.enum(['open', 'resolved']),
  masked: z.boolean(),
  sinceMs: z.number(),
  resolvedMs: z.optional(z.number()),
  diagnosis: z.object({
    kind: z.string(),
    headline: z.string(),
    evidence: z.array(evidence),
    symptoms: z.array(symptom),
    firstAid: z.object({
      action: z.enum(['rollback', 'release-back', 'none', 'look']),
      text: z.string(),
      command: z.optional(z.string()),
    }),
    runbook: z.string(),
  }),
  story: z.array(z.object({ atMs: z.number(), text: z.string() })),
});
export type Incident = z.output<typeof incident>;

const signal = z.object({
  name: z.string(),
  unit: z.string(),
  points: z.array(z.tuple([z.number(), z.number()])),
});
export type Signal = z.output<typeof signal>;

const now = shown<NowDocument>()({
  at: z.string(),
  incidents: z.array(incident),
  processes: z.array(
    z.object({
      service: z.string(),
      instance: z.string(),
      state: z.enum(['answers', 'refused', 'silent', 'unreadable']),
    }),
  ),
  changes: z.array(change),
  signals: z.array(signal),
});
export type Now = z.output<typeof now>;

const detail = shown<IncidentDocument>()({ incident, signals: z.array(signal), changes: z.array(change) });

export const logLine = z.object({
  at: z.string(),
  service: z.string(),
  level: z.string(),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
export type LogLine = z.output<typeof logLine>;

const lines = shown<ReferenceDocument>()({ items: z.array(logLine) });

const everyMs = 1_000;

export function useWhatIsNow(): UseQueryResult<Now> {
  return useQuery({
    queryKey: ['pinpoint', 'now'],
    queryFn: async ({ signal: aborted }) => (await fetchJson('/api/pinpoint/now', now, { signal: aborted })).body,
    refetchInterval: everyMs,
  });
}

export function useIncident(id: string): UseQueryResult<z.output<typeof detail>> {
  return useQuery({
    queryKey: ['pinpoint', 'incident', id],
    queryFn: async ({ signal: aborted }) =>
      (await fetchJson(`/api/pinpoint/incidents/${encodeURIComponent(id)}`, detail, { signal: aborted })).body,
    refetchInterval: everyMs,
  });
}

/** @param reference as typed; nothing is asked while it is empty */
export function useReference(reference: string): UseQueryResult<LogLine[]> {
  return useQuery({
    queryKey: ['pinpoint', 'reference', reference],
    enabled: reference !== '',
    queryFn: async ({ signal: aborted }) => {
      const path = `/api/pinpoint/references/${encodeURIComponent(reference)}`;
      return (await fetchJson(path, lines, { signal: aborted })).body.items;
    },
  });
}
