import { type CommandDocument, dateTime, identified, type Money, money } from '@wellspring/contract';
import { z } from 'zod';

/**
 * `pending`: being carried out. `done`: rating has the limit. `failed`: it will not be set, as rating or a person said.
 * `needsAttention`: a person has to look.
 */
export const limitChangeStates = ['pending', 'done', 'failed', 'needsAttention'] as const;
export type LimitChangeState = (typeof limitChangeStates)[number];

/** A task resource as TMF630 describes them (part 1, section 6); TMF677 itself has none. */
export const limitChangeDocument = z.object({
  ...identified('SpendingLimitChange'),
  /** `null`: no limit. */
  limit: money.nullable(),
  state: z.enum(limitChangeStates),
  statusReason: z.string().optional(),
  creationDate: dateTime,
  statusDate: dateTime,
});
export type LimitChangeDocument = z.infer<typeof limitChangeDocument>;

/** A change as operators see it. */
export interface LimitChangeCommandDocument extends CommandDocument {
  customerId: string;
  limit: Money | null;
  state: LimitChangeState;
}
