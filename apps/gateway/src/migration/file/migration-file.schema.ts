import { stages } from '@wellspring/contract-gateway';
import { z } from 'zod';
import { canarySchema } from './canary.schema.ts';
import { guardrailsSchema, promotionSchema } from './guardrails.schema.ts';
import { parityRuleSchema } from './parity.schema.ts';
import { capabilityRouteSchema, fixedRouteSchema } from './route.schema.ts';

/** Also a part of paths in the operations API and a metric label. */
export const capabilityName = /^[a-z][a-z0-9-]{0,62}$/;

export const capabilitySchema = z.strictObject({
  title: z.string().optional().describe('What operators read; absent: the name.'),
  stage: z.enum(stages).describe('legacy → shadow → canary → new → retired.'),
  salt: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Decides which customers come first in the canary. Absent: the same ones in every capability, so that nobody jumps between two looks. A salt of its own makes a capability choose independently of the others.',
    ),
  routes: z.array(capabilityRouteSchema).min(1, 'needs at least one route'),
  canary: canarySchema.prefault({}).describe('Who is on the new side in stage canary.'),
  guardrails: guardrailsSchema.prefault({}).describe('What takes the capability back to the old side by itself.'),
  promotion: promotionSchema.prefault({}).describe('What must hold before `advance` is let through.'),
  parity: z.array(parityRuleSchema).default([]).describe('What must be equal on both sides, whatever it looks like.'),
});

export const migrationFileSchema = z.strictObject({
  $schema: z.string().optional(),
  capabilities: z.record(
    z.string().regex(capabilityName, 'must be lower-case letters, digits and dashes'),
    capabilitySchema,
  ),
  fixed: z.array(fixedRouteSchema).default([]).describe('Paths outside every capability.'),
});

export type CapabilityDeclaration = z.output<typeof capabilitySchema>;
export type GuardrailsDeclaration = z.output<typeof guardrailsSchema>;
export type PromotionDeclaration = z.output<typeof promotionSchema>;
export type ParityRuleDeclaration = z.output<typeof parityRuleSchema>;
export type MigrationFile = z.output<typeof migrationFileSchema>;
