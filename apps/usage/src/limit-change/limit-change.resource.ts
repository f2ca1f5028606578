import { type LimitChangeDocument, limitChangeDocument, limitChangeStates } from '@wellspring/contract-usage';
import { defineResource, hrefOf, instant, oneOf, ownedBy, toMoney, uuid } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import type { LimitChange } from './limit-change.ts';

/** Changes of the spending limit a customer asked for. */
export const limitChangeResource = defineResource({
  name: 'spending limit change',
  type: 'SpendingLimitChange',
  path: resourcePaths.spendingLimitChange,
  document: limitChangeDocument,
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
