import { auditActions, auditOrigins, stages } from '@wellspring/contract-gateway';
import { z } from 'zod';
import { percentSchema } from '../file/canary.schema.ts';
import { isPrintable } from '../../yaml-file/printable.ts';

const reason = z
  .string()
  .trim()
  .min(3, 'must say why')
  .max(500)
  .refine(isPrintable, 'must be one line without control characters');
const force = z.boolean().default(false);
const pageSize = z.coerce.number().int().min(1).max(500);

export const advanceRequest = z.strictObject({
  reason,
  to: z.enum(stages).optional(),
  percent: percentSchema.optional(),
  force,
});

export const rollbackRequest = z.strictObject({ reason, to: z.enum(stages).optional() });

export const pauseRequest = z.strictObject({ reason });

export const resumeRequest = z.strictObject({ reason, force });

export const percentRequest = z.strictObject({ reason, percent: percentSchema, force });

export const auditQuery = z.strictObject({
  capability: z.string().optional(),
  action: z.enum(auditActions).optional(),
  origin: z.enum(auditOrigins).optional(),
  actor: z.string().optional(),
  since: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
  /** Id of the last entry of the page before. */
  before: z.coerce.number().int().positive().optional(),
  limit: pageSize.default(50),
});

export const customerQuery = z.strictObject({ segment: z.string().max(100).optional() });

export const parityQuery = z.strictObject({ fact: z.string().optional(), limit: pageSize.default(50) });
