import type { Attribute } from './attribute.ts';
import type { AnyOf, Filter } from './list-query.ts';
import type { Operator } from './operator.ts';
import { valuesAt } from './values-at.ts';

export type Attributes = Readonly<Record<string, Attribute>>;

/** Whether the filters let a document through, by the rules by which the database would. */
export function meets(document: object, filters: readonly AnyOf[], attributes: Attributes): boolean {
  return filters.every((anyOf) => anyOf.some((filter) => meetsOne(document, filter, attributes)));
}

const orders: Readonly<Record<Exclude<Operator, 'eq' | 'ne'>, (order: number) => boolean>> = {
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

function meetsOne(document: object, { attribute: path, operator, values }: Filter, attributes: Attributes): boolean {
  const attribute = attributes[path];
  const found = valuesAt(document, path.split('.')).flatMap((value) => attribute?.parse(String(value)) ?? []);
  if (operator === 'eq') return found.some((value) => values.includes(value));
  if (operator === 'ne') return !found.some((value) => values.includes(value));
  const [limit = ''] = values;
  const compare = attribute?.compare ?? compareTexts;
  return found.some((value) => orders[operator](compare(value, limit)));
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
