import { settings } from '@wellspring/platform';
import { z } from 'zod';

/** How soon a guardrail notices. */
export class GuardrailSettings extends settings({
  guardrailIntervalMs: z.coerce
    .number()
    .int()
    .positive()
    .default(500)
    .describe('How often guardrails judge, and replicas tell each other what they see'),
}) {}
