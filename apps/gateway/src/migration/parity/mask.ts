import { createHmac, randomBytes } from 'node:crypto';
import { type FactValue, isUnreadable } from '../../facts/fact.ts';

/** New with every start: marks of the same value are alike within a replica's life and mean nothing beyond it. */
const salt = randomBytes(32);

/**
 * A value as an operator may see it: its shape, and a mark that is alike for equal values. `49.90 EUR` → `99.99 AAA #1f`.
 * Enough to tell a comma from a point or a missing zero, and nothing about a customer.
 */
export function mask(value: FactValue): string {
  if (value === null) return '(nothing)';
  if (isUnreadable(value)) return `(not readable as ${value.unreadable})`;
  const shape = value
    .replace(/\p{Nd}/gu, '9')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}|\p{Lo}/gu, 'a');
  const mark = createHmac('sha256', salt).update(value).digest('hex').slice(0, 4);
  return `${shape.slice(0, 60)} #${mark}`;
}

/** A value whose fact the file says may be shown. */
export function reveal(value: FactValue): string {
  return typeof value === 'string' ? value.slice(0, 60) : mask(value);
}
