import { type Money, toMoney } from '@wellspring/tmf';
import type { LimitChange } from './limit-change.ts';

/** A change as operators see it. */
export interface LimitChangeView {
  id: string;
  customerId: string;
  limit: Money | null;
  state: LimitChange['state'];
  reason: string | null;
  /** Since when it is in this state. */
  since: Date;
  createdAt: Date;
}

export function limitChangeViewOf(change: LimitChange): LimitChangeView {
  const { id, customerId, limitMinor, currency, state, reason, stateAt, createdAt } = change;
  const limit = limitMinor === null ? null : toMoney(limitMinor, currency);
  return { id, customerId, limit, state, reason, since: stateAt, createdAt };
}
