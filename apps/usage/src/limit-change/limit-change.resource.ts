import {
  dateTime,
  defineResource,
  hrefOf,
  identified,
  instant,
  money,
  oneOf,
  ownedBy,
  toMoney,
  uuid,
} from '@wellspring/tmf';
import { z } from 'zod';
import { resourcePaths } from '../resource-paths.ts';
import { type LimitChange, limitChangeStates } from './limit-change.ts';

/** A task resource as TMF630 describes them (part 1, section 6); TMF677 itself has none. */
const document = z.object({
  ...identified('SpendingLimitChange'),
  /** `null`: no limit. */
  limit: money.nullable(),
  state: z.enum(limitChangeStates),
  statusReason: z.string().optional(),
  creationDate: dateTime,
  statusDate: dateTime,
});

export type LimitChangeDocument = z.infer<typeof document>;

/** Changes of the spending limit a customer asked for. */
export const limitChangeResource = defineResource({
  name: 'spending limit change',
  type: 'SpendingLimitChange',
  path: resourcePaths.spendingLimitChange,
  document,
  table: 'limit_change',
  key: uuid('id'),
  access: ownedBy('customer_id'),
  filters: { state: oneOf('state', limitChangeStates), creationDate: instant('created_at') },
  sorts: { creationDate: instant('created_at') },
  defaultSort: '-creationDate',
});

export function limitChangeDocumentOf(change: LimitChange): LimitChangeDocument {
  const { id, limitMinor, currency, state, reason, createdAt, stateAt } = change;
  return {
    id,
    href: hrefOf(limitChangeResource, id),
    limit: limitMinor === null ? null : toMoney(limitMinor, currency),
    state,
    ...(reason !== null && { statusReason: reason }),
    creationDate: createdAt.toISOString(),
    statusDate: stateAt.toISOString(),
    '@type': 'SpendingLimitChange',
  };
}
