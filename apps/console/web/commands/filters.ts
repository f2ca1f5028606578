import type { Kind, SeenCommand } from './kind.ts';

/** Which commands are shown, as it stands in the page's address: the state, and what they are looked for by. */
export type Filters = Readonly<Record<string, string>>;

export function filtersOf<Seen extends SeenCommand>(
  { states, listedBy }: Kind<Seen>,
  address: URLSearchParams,
): Filters {
  const state = address.get('state') ?? '';
  return {
    state: Object.hasOwn(states, state) ? state : '',
    ...Object.fromEntries(Object.keys(listedBy).map((name) => [name, address.get(name) ?? ''])),
  };
}

/** Leaves out what is not filtered by; the operations API has the same names. */
export function queryOf(filters: Filters): URLSearchParams {
  return new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
}
