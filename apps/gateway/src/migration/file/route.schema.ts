import { z } from 'zod';
import { PATH_PATTERN } from '../routing/path-pattern.ts';

export const pathSchema = z
  .string()
  .regex(
    PATH_PATTERN,
    'must be a path such as /invoices or /invoices/:no: no trailing slash, query, dots or encoded characters',
  )
  .describe('The path and everything below it; :name or * stands for any one segment.');

const upstream = z.string().min(1);

const exact = z.boolean().default(false).describe('Match this very path and nothing below it.');

export const capabilityRouteSchema = z
  .strictObject({
    path: pathSchema,
    exact,
    methods: z
      .array(z.string().regex(/^[A-Z]+$/, 'must be a method in capitals'))
      .min(1)
      .optional()
      .describe('Only these methods; absent: all.'),
    legacy: upstream.optional().describe('Upstream of the old side. Absent: the old side does not know this path.'),
    new: upstream.optional().describe('Upstream of the new side. Absent: the new side does not know this path.'),
  })
  .refine((route) => route.legacy !== undefined || route.new !== undefined, 'needs an upstream: legacy, new or both');

export const fixedRouteSchema = z.strictObject({
  path: pathSchema,
  exact,
  upstream: upstream.describe('Who answers, whatever the stage of any capability.'),
});
