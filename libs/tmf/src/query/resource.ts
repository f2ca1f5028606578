import type { z } from 'zod';
import type { Access } from './access.ts';
import { type Attribute, href } from './attribute.ts';
import { documentAttributes } from './document-attributes.ts';

/** What a service says of a resource that it keeps in a table, or makes when it is asked. */
export interface ResourceDeclaration<D extends z.ZodObject = z.ZodObject> {
  /** In sentences and codes: `bill line` is not found as `BILL_LINE.NOT_FOUND`. */
  readonly name: string;
  /** TMF's name of it, in `@type`, in the names of events and in the OpenAPI document: `CustomerBill`. */
  readonly type: string;
  /** Base path of the collection, for `href`, the routes and the paging links. */
  readonly path: string;
  /** The form of one; what can be selected, asked for and is documented is read from it. */
  readonly document: D;
  readonly table: string;
  /** Column holding each resource's finished JSON; `document` unless given. */
  readonly documentColumn?: string;
  /** What identifies one resource. Its column also settles the order of equals, so that pages neither repeat nor skip. */
  readonly key: Attribute;
  /** Whose it is; every read is limited to what is the caller's. */
  readonly access: Access;
  /** Attributes that have a column, which is quicker than the document; all others are found in that. */
  readonly filters?: Readonly<Record<string, Attribute>>;
  /** Attributes to sort by. Their columns are never null: a page goes on behind the values of its last resource. */
  readonly sorts?: Readonly<Record<string, Attribute>>;
  /** Such as `-billDate`; by the key unless given. */
  readonly defaultSort?: string;
  /** 50 unless given. */
  readonly defaultLimit?: number;
  /** 200 unless given. */
  readonly maxLimit?: number;
  /** What a caller's token must carry for more than a customer may do; `readAll` is the API's name and `:read` unless given. */
  readonly scopes?: ResourceScopes;
}

export interface ResourceScopes {
  /** To read what is anybody's. */
  readonly readAll?: string;
  /** To create, change and remove; where none is named, customers may, as far as the resource is theirs, and nobody else. */
  readonly write?: string;
}

/**
 * What of a resource can be asked for. Declared once per resource; the parser takes its rules from here and the SQL its
 * columns, so that nothing a client writes ever reaches the database as anything but a parameter.
 */
export interface Resource<D extends z.ZodObject = z.ZodObject> extends Required<ResourceDeclaration<D>> {
  /** Paths `fields` may name. */
  readonly fields: readonly string[];
}

/** A resource with the filters that all have: `id`, `href`, and what its documents have. */
export function defineResource<D extends z.ZodObject>(declaration: ResourceDeclaration<D>): Resource<D> {
  const { path, key, document, documentColumn = 'document', filters = {} } = declaration;
  const found = documentAttributes(document, documentColumn);
  return {
    sorts: {},
    defaultSort: '',
    defaultLimit: 50,
    maxLimit: 200,
    scopes: { readAll: `${apiOf(path)}:read` },
    ...declaration,
    documentColumn,
    fields: found.fields,
    filters: { ...found.filters, id: key, href: href(path, key), ...filters },
  };
}

export function hrefOf(resource: Pick<Resource, 'path'>, id: string): string {
  return `${resource.path}/${encodeURIComponent(id)}`;
}

/** `/tmf-api/customerBillManagement/v4/customerBill` → `/tmf-api/customerBillManagement/v4` */
export function baseOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** `/tmf-api/customerBillManagement/v4/customerBill` → `customerBillManagement` */
export function apiOf(path: string): string {
  return path.split('/').at(2) ?? '';
}
