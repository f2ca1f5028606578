import { z } from 'zod';
import type { Decidable } from '../decisions/decidable.ts';
import { moment } from '../decisions/readable.ts';

const change = z.object({
  id: z.string(),
  customerId: z.string(),
  productId: z.string(),
  action: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  since: z.string(),
  createdAt: z.string(),
  orderedAt: z.string().nullable(),
  actions: z.array(z.string()),
});

export const changes: Decidable<z.output<typeof change>> = {
  name: 'product-change',
  plural: 'product-changes',
  noun: 'change',
  script: 'changes',
  summary: 'Shows the changes of products that need a person, and carries out what is decided about them.',
  help: `A change needs a person when provisioning has not carried it out for too long. What to decide when:
docs/runbooks/product-change-needs-attention.md. Each decision is kept with who, when and why, where nobody can change it;
deciding the same again is no error and leaves no second entry.`,
  service: 'inventory',
  url: 'http://localhost:3041',
  listedBy: { product: 'all of this product', customer: 'all of this customer' },
  decisions: {
    retry: { summary: 'ask provisioning again', details: {} },
    'mark-done': {
      summary: 'it is carried out',
      details: { order: { field: 'orderReference', summary: 'what it was done under, when it was done by hand' } },
    },
    'give-up': {
      summary: 'it will not be carried out; provisioning takes the order back',
      details: {
        cancellation: {
          field: 'cancellationReference',
          summary: 'what it was taken back under by hand; else provisioning is asked to',
        },
      },
    },
  },
  schema: change,
  columns: {
    customer: ({ customerId }) => customerId,
    product: ({ productId }) => productId,
    change: ({ action }) => action,
  },
  facts: ({ orderedAt }) => ({
    provisioning: orderedAt === null ? 'not known to have the order' : `has the order since ${moment(orderedAt)}`,
  }),
};
