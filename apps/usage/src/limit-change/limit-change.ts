import type { LimitChangeState } from '@wellspring/contract-usage';

/** A change as a durable command. */
export const limitChangeCommand = { name: 'limit-change', plural: 'limit-changes' } as const;

/** A customer's wish to pay no more than this for use in a month, and how far it has got. */
export interface LimitChange {
  id: string;
  customerId: string;
  /** `null`: whatever it comes to. */
  limitMinor: number | null;
  currency: string;
  state: LimitChangeState;
  stateAt: Date;
  /** Why it ended so, when it did not end well: rating's own code, `takesTooLong` or `givenUp`. */
  reason: string | null;
  createdAt: Date;
}
