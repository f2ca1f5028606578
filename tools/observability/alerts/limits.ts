/** `deploy/observability/alerts/limits.yaml`: from when on somebody is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { problemsOf } from '../../deploy/environment.ts';

export const limitsFile = 'deploy/observability/alerts/limits.yaml';

const percent = z.number().positive().lt(100);
const positive = z.number().positive();

const limits = z.strictObject({
  objectives: z.strictObject({ default: percent, capabilities: z.record(z.string().regex(/^[\w-]+$/), percent) }),
  minFailures: positive,
  copyAgeSeconds: positive,
  queueAgeSeconds: positive,
  outboxAgeSeconds: positive,
  paymentAgeSeconds: positive,
  decisionsAgeSeconds: positive,
  certificateDays: positive,
  diskFreePercent: percent,
  restarts: positive,
});

export type Limits = z.output<typeof limits>;

/** @throws Error naming every wrong key */
export function readLimits(root: string): Limits {
  const result = limits.safeParse(parse(readFileSync(join(root, limitsFile), 'utf8')));
  if (!result.success) throw new Error(`${limitsFile}: ${problemsOf(result.error)}`);
  return result.data;
}
