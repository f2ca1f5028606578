import type { OldPortal } from '../old-portal/profile/old-portal.ts';

export type Place = NonNullable<NonNullable<OldPortal['session']>['signIn']>;

/** Whether a path with query, as browsers see it, is this place: its path, and its parameters whatever else is there. */
export function isPlace(target: string, { path, query }: Place): boolean {
  const [given = '', search = ''] = target.split('?', 2);
  if (given !== path) return false;
  const parameters = new URLSearchParams(search);
  return Object.entries(query).every(([name, value]) => parameters.getAll(name).includes(value));
}

export function targetOf({ path, query }: Place): string {
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}
