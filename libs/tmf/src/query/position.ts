import { z } from 'zod';
import type { Attribute } from './attribute.ts';
import { InvalidQueryError } from './invalid-query.error.ts';
import { type Sort, sortText } from './list-query.ts';
import type { Resource } from './resource.ts';

/**
 * Where a page ended, as text a client hands back in `after`. A number of resources to pass over (`offset`) means another
 * place as soon as one comes or goes before it; behind these values there is always exactly what was not shown yet.
 */
export function writePosition(sorts: readonly Sort[], values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([sortText(sorts), ...values])).toString('base64url');
}

const written = z.tuple([z.string()], z.union([z.string(), z.number()]));

/** The values in {@link writePosition}'s text. Throws {@link InvalidQueryError} on a text that it did not write for this order. */
export function readPosition(resource: Resource, sorts: readonly Sort[], text: string): readonly string[] {
  const { success, data } = written.safeParse(parsed(text));
  const [order, ...values] = success ? data : [];
  const attributes = positionAttributes(resource, sorts);
  const position = attributes.map((attribute, at) => attribute.parse(String(values[at] ?? '')));
  if (
    order !== sortText(sorts) ||
    values.length !== attributes.length ||
    !position.every((value) => value !== undefined)
  ) {
    throw new InvalidQueryError(
      'after',
      'invalid_value',
      'must be taken from the link to the next page, with its sort',
    );
  }
  return position;
}

/** What tells the place of a resource in a list: what it is sorted by, and its key for those that are equal in that. */
export function positionAttributes(resource: Resource, sorts: readonly Sort[]): readonly Attribute[] {
  return [...sorts.map(({ attribute }) => sortAttribute(resource, attribute)), resource.key];
}

function sortAttribute(resource: Resource, name: string): Attribute {
  const attribute = resource.sorts[name];
  if (attribute === undefined) throw new TypeError(`${name} is no attribute to sort ${resource.table} by`);
  return attribute;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
