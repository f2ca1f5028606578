import type { RoutedRequest } from '../routed-request.ts';

/** What a request must have beside its path. `*` as a value: it is there, whatever it says. */
export interface Conditions {
  query?: Readonly<Record<string, string>>;
  /** Names in lower case. */
  headers?: Readonly<Record<string, string>>;
  cookies?: Readonly<Record<string, string>>;
}

export type ConditionKind = keyof Conditions;

export interface Condition {
  kind: ConditionKind;
  name: string;
  value: string;
}

const kinds: readonly ConditionKind[] = ['query', 'headers', 'cookies'];

export function conditionList(conditions: Conditions): Condition[] {
  return kinds.flatMap((kind) =>
    Object.entries(conditions[kind] ?? {}).map(([name, value]) => ({ kind, name, value })),
  );
}

/** All of them as written. A parameter given twice with two values is not what either says. */
export function hold(conditions: readonly Condition[], request: RoutedRequest): boolean {
  return conditions.every(({ kind, name, value }) => {
    const found = valuesOf(request, kind, name);
    return found.length > 0 && (value === '*' || found.every((each) => each === value));
  });
}

/** Whether no request can fulfil both. */
export function areDisjoint(some: readonly Condition[], others: readonly Condition[]): boolean {
  return some.some(({ kind, name, value }) =>
    others.some(
      (other) =>
        other.kind === kind && other.name === name && other.value !== value && other.value !== '*' && value !== '*',
    ),
  );
}

/** `?_route=invoices`, `x-tenant: b2b`, `cookie beta=1`: for people. */
export function describeCondition({ kind, name, value }: Condition): string {
  switch (kind) {
    case 'query':
      return `?${name}=${value}`;
    case 'headers':
      return `${name}: ${value}`;
    case 'cookies':
      return `cookie ${name}=${value}`;
    default:
      return kind satisfies never;
  }
}

function valuesOf(request: RoutedRequest, kind: ConditionKind, name: string): readonly string[] {
  if (kind === 'query') return new URLSearchParams(request.query).getAll(name);
  const value = kind === 'headers' ? request.header(name) : request.cookie(name);
  return value === undefined ? [] : [value];
}
