import { InvalidQueryError } from './invalid-query.error.ts';
import type { RawQuery } from './list-query.ts';
import type { Resource } from './resource.ts';

/** TMF630 attribute selection: what a client always gets, whatever it selects. */
const always = ['id', 'href'];
/** TMF630 part 1: nothing beyond that. */
const nothing = 'none';

/** `fields` of a request for a single resource, which takes no other parameter. */
export function parseFieldsOnly(resource: Pick<Resource, 'fields'>, raw: RawQuery): ReadonlySet<string> | undefined {
  let fields: ReadonlySet<string> | undefined;
  for (const [parameter, value] of Object.entries(raw)) {
    if (parameter !== 'fields')
      throw new InvalidQueryError(parameter, 'unknown_attribute', 'is not a parameter here: use fields');
    const texts: unknown[] = Array.isArray(value) ? value : [value];
    fields = parseFields(resource, texts.join(','));
  }
  return fields;
}

/**
 * `fields=billNo,state` as a set that also holds `id` and `href`; `undefined`, which means all of them, where nothing is
 * named. Throws {@link InvalidQueryError} on an unknown name.
 */
export function parseFields(resource: Pick<Resource, 'fields'>, text: string): ReadonlySet<string> | undefined {
  const names = text.split(',').filter((name) => name !== '');
  if (names.length === 0) return undefined;
  const selected = new Set(always);
  for (const name of names) {
    if (name === nothing) continue;
    if (!resource.fields.includes(name)) {
      throw new InvalidQueryError(
        'fields',
        'unknown_attribute',
        `cannot name ${JSON.stringify(name)}: use ${resource.fields.filter(isFirstLevel).join(', ')}`,
      );
    }
    selected.add(name);
  }
  return selected;
}

/** The resource with only the selected attributes; of an array, each of its members with those that lie below it. */
export function selectFields(document: object, fields: ReadonlySet<string>): object {
  return Object.fromEntries(
    Object.entries(document).flatMap(([name, value]: [string, unknown]) => {
      if (fields.has(name)) return [[name, value]];
      const below = [...fields].flatMap((field) =>
        field.startsWith(`${name}.`) ? [field.slice(name.length + 1)] : [],
      );
      return below.length === 0 ? [] : [[name, selectBelow(value, new Set(below))]];
    }),
  );
}

function selectBelow(value: unknown, fields: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((member: unknown) => selectBelow(member, fields));
  return typeof value === 'object' && value !== null ? selectFields(value, fields) : value;
}

const isFirstLevel = (name: string): boolean => !name.includes('.');
