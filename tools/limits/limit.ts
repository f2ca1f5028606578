import { z } from 'zod';
import type { Decidable } from '../decisions/decidable.ts';

const change = z.object({
  id: z.string(),
  customerId: z.string(),
  limit: z.object({ unit: z.string(), value: z.number() }).nullable(),
  state: z.string(),
  reason: z.string().nullable(),
  since: z.string(),
  createdAt: z.string(),
  actions: z.array(z.string()),
});

export const limits: Decidable<z.output<typeof change>> = {
  name: 'limit-change',
  plural: 'limit-changes',
  noun: 'change',
  script: 'limits',
  summary: 'Shows the changes of spending limits that need a person, and carries out what is decided about them.',
  help: `A change needs a person when rating has not confirmed it for too long. What to decide when:
docs/runbooks/limit-change-needs-attention.md. Each decision is kept with who, when and why, where nobody can change it;
deciding the same again is no error and leaves no second entry.`,
  service: 'usage',
  url: 'http://localhost:3051',
  listedBy: { customer: 'all of this customer' },
  decisions: {
    retry: { summary: 'have rating set it', details: {} },
    'mark-done': {
      summary: 'rating has this limit',
      details: { order: { field: 'orderReference', summary: 'what it was set under, when it was set by hand' } },
    },
    'give-up': { summary: 'it will not be set; the limit stays as rating has it', details: {} },
  },
  schema: change,
  columns: {
    customer: ({ customerId }) => customerId,
    limit: ({ limit }) => (limit === null ? 'none' : `${limit.value.toFixed(2)} ${limit.unit}`),
  },
  facts: () => ({}),
};
