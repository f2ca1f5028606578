import type { FieldChange } from '../deploy/diff.ts';
import { isValues } from '../deploy/values.ts';

/**
 * How what is there differs from what is wanted. Of an object only what is wanted of it counts, since systems add
 * defaults, ids and versions of their own; a list counts item by item, and one more is a difference.
 */
export function differences(now: unknown, wanted: unknown, path = ''): FieldChange[] {
  if (isValues(wanted) && isValues(now)) {
    return Object.entries(wanted).flatMap(([key, value]) =>
      differences(now[key], value, path === '' ? key : `${path}.${key}`),
    );
  }
  if (Array.isArray(wanted) && Array.isArray(now) && wanted.length === now.length) {
    return wanted.flatMap((item, index) => differences(now[index], item, `${path}[${index}]`));
  }
  return now === wanted || (isNothing(now) && isNothing(wanted)) ? [] : [{ path, before: now, after: wanted }];
}

/** Most systems leave out what is empty. */
function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value == null || (isValues(value) && Object.keys(value).length === 0);
}
