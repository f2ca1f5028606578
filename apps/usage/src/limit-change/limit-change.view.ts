import type { LimitChangeCommandDocument } from '@wellspring/contract-usage';
import { toMoney } from '@wellspring/tmf';
import type { LimitChange } from './limit-change.ts';

/** The change as operators see it. */
export function limitChangeViewOf(change: LimitChange): LimitChangeCommandDocument {
  const { id, customerId, limitMinor, currency, state, reason, stateAt, createdAt } = change;
  const limit = limitMinor === null ? null : toMoney(limitMinor, currency);
  return { id, customerId, limit, state, reason, since: stateAt.toISOString(), createdAt: createdAt.toISOString() };
}
