import type { Decidable } from '@wellspring/contract';
import type { LimitChangeCommandDocument, LimitChangeState } from '@wellspring/contract-usage';
import { shown } from '@wellspring/web';
import * as z from 'zod/mini';
import type { Kind } from '../commands/kind.ts';
import { formatMoney } from '../format/format.ts';

const change = shown<LimitChangeCommandDocument & Decidable>()({
  id: z.string(),
  customerId: z.string(),
  limit: z.nullable(z.object({ unit: z.string(), value: z.number() })),
  state: z.string(),
  reason: z.nullable(z.string()),
  since: z.string(),
  createdAt: z.string(),
  actions: z.array(z.string()),
});
type LimitChange = z.output<typeof change>;

const wordsOf = ({ limit }: LimitChange): string => (limit === null ? 'No limit' : formatMoney(limit));

export const limits: Kind<LimitChange> = {
  noun: 'change of a limit',
  title: 'Limits',
  path: '/limits',
  api: '/api/usage/limit-changes',
  hint: 'A change of a spending limit needs a person when rating has not confirmed it for too long. Until then the limit before it holds.',
  waiting: {
    one: 'A change of a spending limit waits',
    several: 'changes of spending limits wait',
    why: 'the limit before it holds, and rating has not confirmed the new one',
  },
  schema: change,
  states: {
    needsAttention: 'needs a person',
    pending: 'under way',
    done: 'set',
    failed: 'not set',
  } satisfies Record<LimitChangeState, string>,
  listedBy: { customer: 'Customer' },
  advice: {
    takesTooLong: {
      what: 'Rating has not confirmed it for a long time.',
      usually:
        'Mend what is down, then retry. If rating has the limit already, mark it as done. If its owner has asked for another one since, give it up.',
    },
  },
  actions: {
    retry: {
      label: 'Retry',
      title: (seen) => `Retry: ${wordsOf(seen)}`,
      effect: 'Rating is asked again. What was changed there since is not undone.',
      danger: false,
      suggestions: ['Rating is back'],
      fields: () => [],
    },
    'mark-done': {
      label: 'Mark as done',
      title: (seen) => `Mark as done: ${wordsOf(seen)}`,
      effect: 'It is set, perhaps by hand. The limit is shown as rating has it.',
      danger: false,
      suggestions: ['Set by hand at rating', 'Set, seen at rating'],
      fields: () => ['orderReference'],
    },
    'give-up': {
      label: 'Give up',
      title: (seen) => `Give up: ${wordsOf(seen)}`,
      effect: 'It will not be set. Rating is asked first, and must not have it.',
      danger: true,
      suggestions: ['Its owner asked for another one', 'Its owner does not want it any more'],
      fields: () => [],
    },
  },
  references: { orderReference: { label: 'Reference of what was done by hand', short: 'order' } },
  columns: [
    { label: 'Customer', of: ({ customerId }) => customerId },
    { label: 'Limit', className: 'amount', of: wordsOf },
  ],
  headline: wordsOf,
  facts: ({ customerId }) => ({ Customer: customerId }),
};
