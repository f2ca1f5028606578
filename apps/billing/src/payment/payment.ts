/**
 * `pending`: being carried out. `done`: charged and the bill settled. `declined`: the provider said no. `failed`: it was
 * never charged, which is proven. `needsAttention`: a person has to look; the money may have been taken.
 */
export const paymentStates = ['pending', 'done', 'declined', 'failed', 'needsAttention'] as const;

export type PaymentState = (typeof paymentStates)[number];

/** Why a payment ended as it did; a program's word, the portal has texts for them. */
export const paymentReasons = [
  'cardDeclined',
  'billAlreadyPaid',
  'billChanged',
  'billUnknown',
  'refusedByProvider',
  'chargedButNotSettled',
  'takesTooLong',
] as const;

export type PaymentReason = (typeof paymentReasons)[number];
