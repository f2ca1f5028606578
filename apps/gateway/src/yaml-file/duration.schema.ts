import { z } from 'zod';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const durationPattern = /^(\d+)(ms|s|m|h|d)$/;

/** `500ms`, `30s`, `5m`, `1h`, `7d` → milliseconds. */
export const durationMs = z
  .string('must be a duration such as 30s')
  .regex(durationPattern, 'must be a duration: a whole number and ms, s, m, h or d, such as 30s')
  .transform((text) => {
    const [, amount = '', unit = ''] = durationPattern.exec(text) ?? [];
    return Number(amount) * (unitMs[unit] ?? 0);
  });

/** A duration within bounds; the message names them. */
export function durationBetween(min: string, max: string): typeof durationMs {
  const [from, to] = [durationMs.parse(min), durationMs.parse(max)];
  return durationMs.refine((ms) => ms >= from && ms <= to, `must be between ${min} and ${max}`);
}
