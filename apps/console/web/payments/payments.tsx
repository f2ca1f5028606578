import type { Decidable } from '@wellspring/contract';
import type { PaymentCommandDocument, PaymentReason, PaymentState } from '@wellspring/contract-billing';
import { shown } from '@wellspring/web';
import * as z from 'zod/mini';
import type { Advice, Kind } from '../commands/kind.ts';
import { formatCount, formatMoment, formatMoney } from '../format/format.ts';

const payment = shown<PaymentCommandDocument & Decidable>()({
  id: z.string(),
  customerId: z.string(),
  billId: z.string(),
  amount: z.object({ unit: z.string(), value: z.number() }),
  state: z.string(),
  reason: z.nullable(z.string()),
  since: z.string(),
  createdAt: z.string(),
  charge: z.object({
    reference: z.nullable(z.string()),
    attemptedAt: z.nullable(z.string()),
    unanswered: z.number(),
  }),
  settlementReference: z.nullable(z.string()),
  actions: z.array(z.string()),
});
type Payment = z.output<typeof payment>;

export const payments: Kind<Payment> = {
  noun: 'payment',
  title: 'Payments',
  path: '/payments',
  api: '/api/billing/payments',
  hint: 'A payment needs a person when the system cannot tell whether it was charged, or is not able to book it. Until somebody decides, its bill cannot be paid.',
  waiting: {
    one: 'A payment waits',
    several: 'payments wait',
    why: 'its bill cannot be paid until somebody decides',
  },
  schema: payment,
  states: {
    needsAttention: 'needs a person',
    pending: 'under way',
    done: 'paid',
    declined: 'declined',
    failed: 'not charged',
    refunded: 'given back',
  } satisfies Record<PaymentState, string>,
  listedBy: { customer: 'Customer', bill: 'Bill' },
  advice: {
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
  } satisfies Partial<Record<PaymentReason, Advice>>,
  actions: {
    retry: {
      label: 'Retry',
      title: ({ amount }) => `Retry the payment of ${formatMoney(amount)}`,
      effect:
        'It goes on from where it is. A charge that the provider knows is used and not made again; a key that the provider may have forgotten is not sent.',
      danger: false,
      suggestions: ['Engine is back', 'Provider is back'],
      fields: () => [],
    },
    'mark-paid': {
      label: 'Mark as paid',
      title: ({ amount }) => `Mark the payment of ${formatMoney(amount)} as paid`,
      effect:
        'The provider has the money. The bill is booked at the engine, unless you say under which reference it already is.',
      danger: false,
      suggestions: ['Captured, seen at the provider', 'Booked by hand at the engine'],
      fields: ({ charge }) => [...(charge.reference === null ? ['chargeReference'] : []), 'settlementReference'],
    },
    'give-back': {
      label: 'Give back',
      title: ({ amount }) => `Give back the payment of ${formatMoney(amount)}`,
      effect:
        'The customer has the money, and the bill is free to be paid again. No refund is made from here: without a reference the provider is asked first, and must know of no charge.',
      danger: true,
      suggestions: ['Bill was paid another way', 'Provider has no such charge'],
      fields: () => ['refundReference'],
    },
  },
  references: {
    chargeReference: { label: 'Reference of the charge at the provider', short: 'charge' },
    settlementReference: {
      label: 'Reference at the billing engine, if it was booked there by hand',
      short: 'booking',
    },
    refundReference: { label: 'Reference of the refund at the provider', short: 'refund' },
  },
  columns: [
    { label: 'Customer', of: ({ customerId }) => customerId },
    { label: 'Bill', of: ({ billId }) => billId },
    { label: 'Amount', className: 'amount', of: ({ amount }) => formatMoney(amount) },
  ],
  headline: ({ amount }) => formatMoney(amount),
  facts: ({ customerId, billId, charge, settlementReference }, now) => ({
    Customer: customerId,
    Bill: billId,
    Charge: charge.reference === null ? 'none known' : <code className="reference">{charge.reference}</code>,
    'First sent to the provider':
      charge.attemptedAt === null ? 'never' : formatMoment(new Date(charge.attemptedAt), now),
    'Charges without an answer': formatCount(charge.unanswered),
    'Booked at the engine as': settlementReference ?? 'not booked',
  }),
};
