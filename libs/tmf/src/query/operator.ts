/**
 * TMF630 comparison operators, written behind the attribute: `billDate.gte=2026-01-01`, or as a sign: `billDate>=2026-01-01`.
 * Without one, `eq` is meant. There is no `regex`: strangers must not choose what the database computes.
 */
export const operators = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const;

export type Operator = (typeof operators)[number];

export function isOperator(text: string): text is Operator {
  return (operators as readonly string[]).includes(text);
}
