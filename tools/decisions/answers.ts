/** As much of an operations API's answers as is shown to people. */
import { z } from 'zod';
import type { Decidable, SeenCommand } from './decidable.ts';

const resolution = z.looseObject({
  at: z.string(),
  action: z.string(),
  operator: z.string(),
  reason: z.string(),
  details: z.record(z.string(), z.string()),
  problem: z.string().nullable(),
  ledTo: z.string(),
});

const history = z.object({ history: z.array(resolution) });
const audit = z.object({ items: z.array(resolution) });

export type ResolutionAnswer = z.output<typeof resolution>;

export function listOf<Seen extends SeenCommand>(
  { schema }: Decidable<Seen>,
  answer: unknown,
): { items: Seen[]; total: number } {
  return z.object({ items: z.array(schema), total: z.number() }).parse(answer);
}

export function oneOf<Seen extends SeenCommand>(
  { schema }: Decidable<Seen>,
  answer: unknown,
): { seen: Seen; history: ResolutionAnswer[] } {
  return { seen: schema.parse(answer), history: history.parse(answer).history };
}

export function auditOf(answer: unknown): ResolutionAnswer[] {
  return audit.parse(answer).items;
}
