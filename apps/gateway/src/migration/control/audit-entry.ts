import { auditActions, auditOrigins, stages } from '@wellspring/contract-gateway';
import { z } from 'zod';

const positionSchema = z.object({ stage: z.enum(stages), percent: z.number() });

/** One line of the audit: who, when, from, to and why, with the numbers of that moment. */
export const auditEntrySchema = z.object({
  /** Rises with time; the place to go on from when paging. */
  id: z.coerce.number(),
  at: z.date(),
  capability: z.string(),
  action: z.enum(auditActions),
  /** `operator:<login>`, `guardrail` or `file`. */
  actor: z.string(),
  origin: z.enum(auditOrigins),
  /** `null` for the first time the capability was seen in the file. */
  from: positionSchema.nullable(),
  to: positionSchema,
  reason: z.string(),
  forced: z.boolean(),
  metrics: z.record(z.string(), z.unknown()),
  /** Host name of the gateway that wrote it. */
  replica: z.string(),
});

export type AuditEntry = z.output<typeof auditEntrySchema>;
