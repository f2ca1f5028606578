import type { Attribute } from './attribute.ts';

/**
 * What of a resource can be asked for. Declared once per resource; the parser takes its rules from here and the SQL its
 * columns, so that nothing a client writes ever reaches the database as anything but a parameter.
 */
export interface Resource {
  /** Base path of the collection, for `href` and the paging links. */
  readonly path: string;
  readonly table: string;
  /** Column holding each resource's finished JSON. */
  readonly documentColumn: string;
  /** What identifies one resource. Its column also settles the order of equals, so that pages neither repeat nor skip. */
  readonly key: Attribute;
  /** Column that says whose resource it is; every read is limited to one owner. */
  readonly ownerColumn: string;
  readonly filters: Readonly<Record<string, Attribute>>;
  /** Attributes to sort by, with their columns. */
  readonly sorts: Readonly<Record<string, string>>;
  /** Such as `-billDate`. */
  readonly defaultSort: string;
  /** First-level attributes `fields` may name. */
  readonly fields: readonly string[];
  readonly defaultLimit: number;
  readonly maxLimit: number;
}

export function hrefOf(resource: Pick<Resource, 'path'>, id: string): string {
  return `${resource.path}/${encodeURIComponent(id)}`;
}
