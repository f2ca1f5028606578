import { z } from 'zod';
import { cohortPattern } from '../choice/cohort.ts';

/** A share of customers, exact to one of the ten thousand buckets. */
export const percentSchema = z
  .number()
  .min(0, 'must be between 0 and 100')
  .max(100, 'must be between 0 and 100')
  .refine((percent) => Number.isInteger(Math.round(percent * 1e6) / 1e4), 'must have at most two decimals');

const cohorts = z
  .array(z.string().regex(cohortPattern, 'must be customer:<id>, segment:<name> or anonymous'))
  .default([]);

export const canarySchema = z.strictObject({
  percent: percentSchema.default(1).describe('Share of customers on the new side, at most two decimals.'),
  include: cohorts.describe('Cohorts that are on the new side whatever the percentage.'),
  exclude: cohorts.describe('Cohorts that stay on the old side; wins over everything else.'),
});
