import { z } from 'zod';
import { durationBetween } from '../../yaml-file/duration.schema.ts';

const share = z.number().min(0, 'must be a share between 0 and 1').max(1, 'must be a share between 0 and 1');

export const guardrailsSchema = z.strictObject({
  window: durationBetween('5s', '10m').prefault('30s').describe('How far back the sliding window looks.'),
  minRequests: z
    .int()
    .min(1)
    .default(50)
    .describe('With fewer requests in the window on the new side, nothing is decided.'),
  maxErrorRateDelta: share
    .default(0.02)
    .describe('How much higher the share of failed requests may be on the new side than on the old one.'),
  maxErrorRateRatio: z
    .number()
    .gt(1, 'must be above 1')
    .default(3)
    .describe('How many times as high it may be, for errors that are rare: whichever limit comes first counts.'),
  maxP95Ratio: z
    .number()
    .gt(1, 'must be above 1')
    .default(2)
    .describe('How many times the p95 of the old side the p95 of the new one may be.'),
  ignoreP95Below: durationBetween('0ms', '10m')
    .prefault('300ms')
    .describe('A p95 below this is fast enough, whatever the old side does.'),
  onBreach: z
    .enum(['rollback', 'alert'])
    .default('rollback')
    .describe('rollback: back to the old side at once. alert: say so, and leave it to a person.'),
});

export const promotionSchema = z.strictObject({
  window: durationBetween('1m', '7d').prefault('1h').describe('How far back comparisons count.'),
  minComparisons: z.int().min(0).default(100).describe('Comparisons needed in the window before a promotion.'),
  maxDifferenceRate: share
    .default(0.01)
    .describe('Share of comparisons in which any fact may differ, noise not counted.'),
});
