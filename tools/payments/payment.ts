import { z } from 'zod';
import type { Decidable } from '../decisions/decidable.ts';
import { moment } from '../decisions/readable.ts';

const payment = z.object({
  id: z.string(),
  customerId: z.string(),
  billId: z.string(),
  amount: z.object({ unit: z.string(), value: z.number() }),
  state: z.string(),
  reason: z.string().nullable(),
  since: z.string(),
  createdAt: z.string(),
  charge: z.object({
    reference: z.string().nullable(),
    attemptedAt: z.string().nullable(),
    unanswered: z.number(),
  }),
  settlementReference: z.string().nullable(),
  actions: z.array(z.string()),
});

type Payment = z.output<typeof payment>;

export const payments: Decidable<Payment> = {
  name: 'payment',
  plural: 'payments',
  noun: 'payment',
  script: 'payments',
  summary: 'Shows the payments that need a person, and carries out what is decided about them.',
  help: `A payment needs a person when the service cannot tell whether it was charged, or is not able to settle it. Until somebody
decides, its bill cannot be paid. What to decide when: docs/runbooks/payment-needs-attention.md. Each decision is kept with
who, when and why, where nobody can change it; deciding the same again is no error and leaves no second entry.`,
  service: 'billing',
  url: 'http://localhost:3031',
  listedBy: { bill: 'all of this bill', customer: 'all of this customer' },
  decisions: {
    retry: { summary: 'carry it on from where it is', details: {} },
    'mark-paid': {
      summary: 'the provider has the money',
      details: {
        charge: {
          field: 'chargeReference',
          summary: "the provider's reference; needed when the service knows of none",
        },
        settlement: {
          field: 'settlementReference',
          summary: "the engine's, when it was booked there by hand; else the service has it booked",
        },
      },
    },
    'give-back': {
      summary: 'the customer has the money, and the bill is free to be paid',
      details: {
        refund: { field: 'refundReference', summary: "the provider's reference; needed unless nothing was charged" },
      },
    },
  },
  schema: payment,
  columns: {
    customer: ({ customerId }) => customerId,
    bill: ({ billId }) => billId,
    amount: ({ amount: { unit, value } }) => `${value.toFixed(2)} ${unit}`,
  },
  facts: ({ charge, settlementReference }) => ({
    charge: charge.reference ?? chargeTried(charge),
    settlement: settlementReference ?? '-',
  }),
};

function chargeTried({ attemptedAt, unanswered }: Payment['charge']): string {
  return attemptedAt === null ? 'none sent' : `unknown: ${unanswered} unanswered since ${moment(attemptedAt)}`;
}
