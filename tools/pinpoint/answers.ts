/** What pinpoint answers, as far as commands show it. */
import { z } from 'zod';

const evidence = z.object({ verdict: z.enum(['for', 'ruled-out']), about: z.string(), text: z.string() });

export const incidentAnswer = z.object({
  id: z.string(),
  state: z.enum(['open', 'resolved']),
  masked: z.boolean(),
  sinceMs: z.number(),
  openedMs: z.number(),
  diagnosis: z.object({
    headline: z.string(),
    evidence: z.array(evidence),
    symptoms: z.array(
      z.object({ kind: z.string(), capability: z.string(), side: z.string().optional(), text: z.string() }),
    ),
    firstAid: z.object({ text: z.string(), command: z.string().optional() }),
    runbook: z.string(),
  }),
});
export type IncidentAnswer = z.output<typeof incidentAnswer>;

export const nowAnswer = z.object({
  at: z.string(),
  incidents: z.array(incidentAnswer),
  processes: z.array(z.object({ service: z.string(), instance: z.string(), state: z.string() })),
  changes: z.array(
    z.object({
      atMs: z.number(),
      kind: z.string(),
      subject: z.string(),
      to: z.string().optional(),
      by: z.string().optional(),
    }),
  ),
});
export type NowAnswer = z.output<typeof nowAnswer>;

export const logAnswer = z.object({
  items: z.array(
    z.object({
      at: z.string(),
      service: z.string(),
      level: z.string(),
      message: z.string(),
      fields: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type LogAnswer = z.output<typeof logAnswer>;

export const customerAnswer = z.object({ requests: logAnswer.shape.items, incidents: z.array(incidentAnswer) });
