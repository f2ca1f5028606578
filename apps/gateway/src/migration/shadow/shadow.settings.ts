import { settings } from '@wellspring/platform';
import { z } from 'zod';

const count = (fallback: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().positive().default(fallback);

/** How much the shadow may take. It gives way first, so these bound what it costs, not what it needs. */
export class ShadowSettings extends settings({
  shadowMaxConcurrent: count(4).describe('Comparisons at a time'),
  shadowMaxQueued: count(100).describe('Exchanges waiting to be compared'),
  shadowMaxQueuedBytes: count(16_777_216).describe('Of all bodies held for comparison, while they arrive as well'),
  shadowMaxBodyBytes: count(1_048_576).describe('Longer bodies are not compared'),
  shadowDeadlineMs: count(10_000).describe("From the end of the customer's exchange to the end of its comparison"),
  shadowMaxLoad: z.coerce
    .number()
    .gt(0)
    .max(1)
    .default(0.8)
    .describe('Share of its time the process may be busy before the shadow steps aside'),
  parityFlushIntervalMs: count(2_000).describe('How often comparisons are written to the database'),
}) {}
