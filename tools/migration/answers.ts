/** As much of the gateway's answers as is shown to people. */
import { z } from 'zod';

const traffic = z.object({ requests: z.number(), errorRate: z.number(), p95Ms: z.number().optional() });
const position = z.object({ stage: z.string(), percent: z.number() });

export const capabilityAnswer = z.object({
  name: z.string(),
  stage: z.string(),
  percent: z.number(),
  paused: z.boolean(),
  drift: z.array(z.object({ key: z.string(), file: z.union([z.string(), z.number()]) })),
  override: z.object({ actor: z.string(), reason: z.string(), at: z.string(), written: z.boolean() }).nullable(),
  traffic: z.object({ newShare: z.number().nullable(), legacy: traffic, new: traffic }),
  guardrails: z.object({ state: z.string(), reasons: z.array(z.string()) }),
  parity: z
    .object({ comparisons: z.number(), differenceRate: z.number().nullable(), coverage: z.number().nullable() })
    .nullable(),
  gates: z.array(z.object({ gate: z.string(), verdict: z.string(), reasons: z.array(z.string()) })),
});

export const statusAnswer = z.object({
  file: z.object({
    digest: z.string(),
    refused: z
      .object({ errors: z.array(z.object({ line: z.number(), key: z.string(), reason: z.string() })) })
      .optional(),
  }),
  decisions: z.object({ connected: z.boolean() }),
  capabilities: z.array(capabilityAnswer),
});

export const auditAnswer = z.object({
  items: z.array(
    z.object({
      at: z.string(),
      capability: z.string(),
      action: z.string(),
      actor: z.string(),
      from: position.nullable(),
      to: position,
      reason: z.string(),
      forced: z.boolean(),
    }),
  ),
});

export const parityAnswer = z.object({
  summary: z.object({
    comparisons: z.number(),
    differenceRate: z.number().nullable(),
    coverage: z.number().nullable(),
    notCompared: z.array(z.object({ reason: z.string(), requests: z.number() })),
    facts: z.array(z.object({ fact: z.string(), compared: z.number(), differing: z.number(), noise: z.number() })),
  }),
  groups: z.array(
    z.object({
      route: z.string(),
      fact: z.string(),
      legacy: z.string(),
      new: z.string(),
      times: z.number(),
      lastAt: z.string(),
    }),
  ),
});

export const customerAnswer = z.object({
  customer: z.string(),
  capabilities: z.array(z.object({ name: z.string(), side: z.string(), because: z.string() })),
});

export type CapabilityAnswer = z.output<typeof capabilityAnswer>;
export type PositionAnswer = z.output<typeof position>;
