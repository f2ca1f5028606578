import type { CapabilityDocument, Stage, StatusDocument } from '@wellspring/contract-gateway';
import { shown } from '@wellspring/web';
import * as z from 'zod/mini';

/** In their order. */
export const stages = ['legacy', 'shadow', 'canary', 'new', 'retired'] as const satisfies readonly Stage[];

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
  /** Exchanges compared, and those in which any fact differed. */
  comparisons: z.number(),
  differing: z.number(),
  /** The share of the one in the other; `null` without any. */
  differenceRate: z.nullable(z.number()),
  /** Share of the requests that were compared. */
  coverage: z.nullable(z.number()),
  notCompared: z.array(z.object({ reason: z.string(), requests: z.number() })),
  facts: z.array(factCount),
  complete: z.boolean(),
});

const gate = z.object({
  gate: z.enum(['parity', 'guardrails']),
  verdict: z.enum(['pass', 'fail', 'insufficient']),
  reasons: z.array(z.string()),
});
export type Gate = z.output<typeof gate>;

/** One comparison that the guardrails made, with its numbers. */
export const guardrailTest = z.object({
  of: z.enum(['errors', 'latency']),
  /** Customers chosen by chance, those included by hand, or both together where neither are enough to judge by. */
  customers: z.enum(['chance', 'hand', 'all']),
  span: z.enum(['window', 'recent']),
  bad: z.number(),
  requests: z.number(),
  value: z.number(),
  limit: z.number(),
  broken: z.boolean(),
});
export type GuardrailTest = z.output<typeof guardrailTest>;

const measured = z.object({ errorRate: z.number(), p95Ms: z.optional(z.number()) });

export const capability = shown<CapabilityDocument>()({
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
    z.object({
      cause: z.enum(['operator', 'guardrail']),
      actor: z.string(),
      reason: z.string(),
      at: z.string(),
      /** False while the database is away: in force on this replica alone. */
      written: z.boolean(),
    }),
  ),
  /** Where advancing leads. */
  next: z.nullable(stage),
  canary: z.object({ include: z.array(z.string()), exclude: z.array(z.string()) }),
  /** Of the new side: of the customers, as decided, and of the requests, as measured. */
  shares: z.object({ customers: z.number(), requests: z.nullable(z.number()) }),
  traffic: z.object({ windowMs: z.number(), legacy: traffic, new: traffic }),
  guardrails: z.object({
    state: z.enum(['healthy', 'breach', 'insufficient', 'idle']),
    reasons: z.array(z.string()),
    reference: z.extend(measured, { kind: z.enum(['legacy', 'baseline', 'none']) }),
    limits: measured,
    tests: z.array(guardrailTest),
    onBreach: z.string(),
    minRequests: z.number(),
  }),
  /** `null` where the file compares nothing. */
  parity: z.nullable(z.extend(paritySummary, { windowMs: z.number() })),
  gates: z.array(gate),
});
export type Capability = z.output<typeof capability>;

/** What the operations API says every second. */
export const status = shown<StatusDocument>()({
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
