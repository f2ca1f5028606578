import type { Decidable } from '@wellspring/contract';
import type { ChangeAction, ChangeState, ProductChangeCommandDocument } from '@wellspring/contract-inventory';
import { shown } from '@wellspring/web';
import * as z from 'zod/mini';
import type { Kind } from '../commands/kind.ts';
import { formatMoment } from '../format/format.ts';

const change = shown<ProductChangeCommandDocument & Decidable>()({
  id: z.string(),
  customerId: z.string(),
  productId: z.string(),
  action: z.string(),
  state: z.string(),
  reason: z.nullable(z.string()),
  since: z.string(),
  createdAt: z.string(),
  orderedAt: z.nullable(z.string()),
  actions: z.array(z.string()),
});
type Change = z.output<typeof change>;

const actionWords: Readonly<Record<string, string>> = {
  blockSim: 'Block the SIM',
  unblockSim: 'Unblock the SIM',
  switchToEsim: 'Switch to an eSIM',
  replaceSim: 'Send a new SIM card',
  roamingOn: 'Switch roaming on',
  roamingOff: 'Switch roaming off',
} satisfies Record<ChangeAction, string>;

const wordsOf = ({ action }: Change): string => actionWords[action] ?? action;

export const changes: Kind<Change> = {
  noun: 'change',
  title: 'Changes',
  path: '/changes',
  api: '/api/inventory/product-changes',
  hint: 'A change of a product needs a person when provisioning has not carried it out for too long. Its owner can order another meanwhile.',
  waiting: {
    one: 'A change of a product waits',
    several: 'changes of products wait',
    why: 'its owner was promised it, and provisioning has not carried it out',
  },
  schema: change,
  states: {
    needsAttention: 'needs a person',
    pending: 'under way',
    done: 'carried out',
    failed: 'not carried out',
  } satisfies Record<ChangeState, string>,
  listedBy: { customer: 'Customer', product: 'Product' },
  advice: {
    takesTooLong: {
      what: 'Provisioning has not carried it out for a long time.',
      usually:
        'Mend what is down, then retry. If the network has it already, mark it as done. If its owner does not want it any more, give it up.',
    },
  },
  actions: {
    retry: {
      label: 'Retry',
      title: (seen) => `Retry: ${wordsOf(seen)}`,
      effect: 'Provisioning is asked again under the same reference, which it takes once.',
      danger: false,
      suggestions: ['Provisioning is back', 'Order was released there'],
      fields: () => [],
    },
    'mark-done': {
      label: 'Mark as done',
      title: (seen) => `Mark as done: ${wordsOf(seen)}`,
      effect: 'It is carried out, perhaps by hand. The product is shown as provisioning has it.',
      danger: false,
      suggestions: ['Done by hand in the network', 'Done, seen at provisioning'],
      fields: () => ['orderReference'],
    },
    'give-up': {
      label: 'Give up',
      title: (seen) => `Give up: ${wordsOf(seen)}`,
      effect:
        'It will not be carried out. Provisioning takes the order back first, unless you say under which reference that was done by hand.',
      danger: true,
      suggestions: ['Its owner does not want it any more', 'It cannot be done in the network'],
      fields: () => ['cancellationReference'],
    },
  },
  references: {
    orderReference: { label: 'Reference of what was done by hand', short: 'order' },
    cancellationReference: { label: 'Reference under which it was taken back by hand', short: 'cancellation' },
  },
  columns: [
    { label: 'Customer', of: ({ customerId }) => customerId },
    { label: 'Product', of: ({ productId }) => productId },
    { label: 'What', of: wordsOf },
  ],
  headline: wordsOf,
  facts: ({ customerId, productId, orderedAt }, now) => ({
    Customer: customerId,
    Product: productId,
    'Known to be at provisioning since': orderedAt === null ? 'not known' : formatMoment(new Date(orderedAt), now),
  }),
};
