import { formatActor, formatMoment } from '../format/format.ts';
import type { PaymentState, Resolution, ResolutionAction } from './payments.ts';

export const stateWords: Record<PaymentState, string> = {
  needsAttention: 'needs a person',
  pending: 'under way',
  done: 'paid',
  declined: 'declined',
  failed: 'not charged',
  refunded: 'given back',
};

export const actionWords: Record<ResolutionAction, string> = {
  retry: 'retry',
  'mark-paid': 'mark as paid',
  'give-back': 'give back',
};

interface Advice {
  /** What it means. */
  what: string;
  /** What is usually done about it. */
  usually: string;
}

const advice: Record<string, Advice> = {
  chargeUnknown: {
    what: 'A charge was sent and never answered, and the provider knows of none now.',
    usually:
      'Search for the payment at the provider. If it is there, mark it as paid with the reference of the charge; if it is neither there nor under way, give it back.',
  },
  takesTooLong: {
    what: 'It could not be carried out for a long time.',
    usually: 'Mend what is down, then retry.',
  },
  billAlreadyPaid: {
    what: 'The card was charged, and the bill was paid in another way meanwhile.',
    usually: 'Refund it at the provider, then give it back with the reference of the refund.',
  },
  chargedButNotSettled: {
    what: 'The card was charged, and the billing engine refuses to book the payment.',
    usually:
      'See why at the engine, then retry. Or book it there and mark it as paid with that reference. Or refund it at the provider and give it back.',
  },
};

/** @param reason as billing names it */
export function adviceOn(reason: string | null): Advice | undefined {
  return reason === null ? undefined : advice[reason];
}

/** Who decided what, when and why, in a sentence. */
export function decisionLine({ operator, action, at, reason }: Resolution, now: Date): string {
  return `${formatActor(operator)} decided “${actionWords[action]}” at ${formatMoment(new Date(at), now)}: ${reason}`;
}
