import * as z from 'zod/mini';

export const stages = ['legacy', 'shadow', 'canary', 'new', 'retired'] as const;
export type Stage = (typeof stages)[number];

const stage = z.enum(stages);
export const position = z.object({ stage, percent: z.number() });
export type Position = z.output<typeof position>;

const traffic = z.object({
  requests: z.number(),
  errors: z.number(),
  errorRate: z.number(),
  p95Ms: z.optional(z.number()),
});
/** One side over the sliding window. */
export type Traffic = z.output<typeof traffic>;

const factCount = z.object({ fact: z.string(), compared: z.number(), differing: z.number(), noise: z.number() });
export type FactCount = z.output<typeof factCount>;

export const paritySummary = z.object({
  comparisons: z.number(),
  differing: z.number(),
  facts: z.array(factCount),
  complete: z.boolean(),
});

const gate = z.object({
  gate: z.enum(['parity', 'guardrails']),
  verdict: z.enum(['pass', 'fail', 'insufficient']),
  reasons: z.array(z.string()),
});
export type Gate = z.output<typeof gate>;

const measured = z.object({ errorRate: z.number(), p95Ms: z.optional(z.number()) });

export const capability = z.object({
  name: z.string(),
  title: z.string(),
  stage,
  percent: z.number(),
  /** What Git wants. */
  declared: position,
  drift: z.array(
    z.object({
      key: z.enum(['stage', 'percent']),
      file: z.union([z.string(), z.number()]),
      effective: z.union([z.string(), z.number()]),
    }),
  ),
  paused: z.boolean(),
  rolledBack: z.boolean(),
  /** The decision in force over Git. */
  override: z.nullable(
    z.object({ cause: z.enum(['operator', 'guardrail']), actor: z.string(), reason: z.string(), at: z.string() }),
  ),
  /** Where advancing leads. */
  next: z.nullable(stage),
  canary: z.object({ include: z.array(z.string()), exclude: z.array(z.string()) }),
  traffic: z.object({ windowMs: z.number(), newShare: z.nullable(z.number()), legacy: traffic, new: traffic }),
  guardrails: z.object({
    state: z.enum(['healthy', 'breach', 'insufficient', 'idle']),
    reasons: z.array(z.string()),
    reference: z.extend(measured, { kind: z.enum(['legacy', 'baseline', 'none']) }),
    limits: measured,
    onBreach: z.string(),
    minRequests: z.number(),
  }),
  /** `null` where the file compares nothing. */
  parity: z.nullable(z.extend(paritySummary, { windowMs: z.number() })),
  gates: z.array(gate),
});
export type Capability = z.output<typeof capability>;

/** What the operations API says every second. */
export const status = z.object({
  replica: z.string(),
  file: z.object({
    digest: z.string(),
    loadedAt: z.string(),
    refused: z.optional(
      z.object({
        at: z.string(),
        errors: z.array(z.object({ line: z.number(), column: z.number(), key: z.string(), reason: z.string() })),
      }),
    ),
  }),
  decisions: z.object({ connected: z.boolean(), ageMs: z.nullable(z.number()) }),
  capabilities: z.array(capability),
});
export type Status = z.output<typeof status>;
