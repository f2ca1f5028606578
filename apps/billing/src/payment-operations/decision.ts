import type { PaymentReason, PaymentState } from '../payment/payment.ts';

export const resolutionActions = ['retry', 'mark-paid', 'give-back'] as const;

export type ResolutionAction = (typeof resolutionActions)[number];

/**
 * What a person decides about a payment that needs one. `retry`: carry it on from where it is. `mark-paid`: the provider
 * has the money, under this reference; with a settlement's reference the bill is booked as well, without one the engine is
 * still asked to. `give-back`: the money is back with the customer, under this reference, or was never taken.
 */
export type Decision =
  | { action: 'retry' }
  | { action: 'mark-paid'; chargeReference?: string | undefined; settlementReference?: string | undefined }
  | { action: 'give-back'; refundReference?: string | undefined };

/** Whose decision it is, and why. */
export interface Author {
  operator: string;
  reason: string;
}

/** A decision as it stands in the audit. */
export interface Resolution extends Author {
  /** Rises with time. */
  id: number;
  at: Date;
  paymentId: string;
  action: ResolutionAction;
  /** The references that came with it. */
  details: Record<string, string>;
  /** Why the payment needed a person. */
  problem: PaymentReason | null;
  ledTo: PaymentState;
}

/** The references of a decision, without those that were not given. */
export function detailsOf(decision: Decision): Record<string, string> {
  const references: Record<string, string | undefined> = { ...decision, action: undefined };
  return Object.fromEntries(
    Object.entries(references).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
