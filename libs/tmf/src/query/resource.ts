import { type Attribute, href } from './attribute.ts';

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
  /** Attributes to sort by. Their columns are never null: a page goes on behind the values of its last resource. */
  readonly sorts: Readonly<Record<string, Attribute>>;
  /** Such as `-billDate`. */
  readonly defaultSort: string;
  /** First-level attributes `fields` may name. */
  readonly fields: readonly string[];
  readonly defaultLimit: number;
  readonly maxLimit: number;
}

/** A resource with the filters that all have: `id` and `href`. */
export function defineResource(declaration: Resource): Resource {
  const { path, key, filters } = declaration;
  return { ...declaration, filters: { id: key, href: href(path, key), ...filters } };
}

export function hrefOf(resource: Pick<Resource, 'path'>, id: string): string {
  return `${resource.path}/${encodeURIComponent(id)}`;
}
