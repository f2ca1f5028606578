import { z } from 'zod';
import { type Attribute, flag, instant, number, oneOf, text } from './attribute.ts';

/** As much of a JSON Schema as is read here. */
interface Node {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly items?: Node | undefined;
  readonly anyOf?: readonly Node[] | undefined;
  readonly oneOf?: readonly Node[] | undefined;
}

const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), node).optional(),
    items: node.optional(),
    anyOf: z.array(node).optional(),
    oneOf: z.array(node).optional(),
  }),
);

/** What lies below a node, as a client names it, with the arrays on the way. */
interface Place {
  readonly names: readonly string[];
  /** How many of the names lead to an array. */
  readonly arrays: ReadonlySet<number>;
}

/** Everything a document has: the paths `fields` may name, and each value as something to filter by. */
export interface DocumentAttributes {
  readonly fields: readonly string[];
  readonly filters: Readonly<Record<string, Attribute>>;
}

/**
 * Reads what a document has from its schema, so that every attribute can be selected and asked for. Those without a column
 * of their own are looked up in the document; a caller's rows are few.
 */
export function documentAttributes(document: z.ZodObject, column: string): DocumentAttributes {
  const root = node.parse(z.toJSONSchema(document));
  const fields = new Set<string>();
  const filters: Record<string, Attribute> = {};
  visit(root, { names: [], arrays: new Set() }, (place, found) => {
    const name = place.names.join('.');
    fields.add(name);
    const attribute = attributeOf(found, place, column);
    if (attribute !== undefined) filters[name] ??= attribute;
  });
  return { fields: [...fields], filters };
}

function visit(found: Node, place: Place, see: (place: Place, found: Node) => void): void {
  for (const alternative of [...(found.anyOf ?? []), ...(found.oneOf ?? [])]) visit(alternative, place, see);
  if (found.items) {
    const arrays = new Set([...place.arrays, place.names.length]);
    visit(found.items, { ...place, arrays }, see);
  }
  for (const [name, child] of Object.entries(found.properties ?? {})) {
    const below = { ...place, names: [...place.names, name] };
    see(below, child);
    visit(child, below, see);
  }
  // The values of an array of plain values are asked for by the name of the array.
  if (found.items && found.items.properties === undefined) {
    see({ ...place, arrays: new Set([...place.arrays, place.names.length]) }, found.items);
  }
}

function attributeOf(found: Node, { names, arrays }: Place, column: string): Attribute | undefined {
  if (arrays.size === 0) return typed(found, `(${column} #>> '{${names.map(plain).join(',')}}')`);
  const path = names.map((name, at) => `."${plain(name)}"${arrays.has(at + 1) ? '[*]' : ''}`).join('');
  const attribute = typed(found, `(element #>> '{}')`);
  return attribute && { ...attribute, elements: `jsonb_path_query(${column}::jsonb, '$${path}') element` };
}

function typed(found: Node, value: string): Attribute | undefined {
  const fixed = found.enum ?? (found.const === undefined ? undefined : [found.const]);
  if (found.type === 'boolean') return { ...flag(`${value}::boolean`), isInDocument: true };
  if (found.type === 'number' || found.type === 'integer')
    return { ...number(`${value}::numeric`), isInDocument: true };
  if (fixed !== undefined) return { ...oneOf(value, fixed.map(String)), isInDocument: true };
  if (found.type !== 'string') return undefined;
  const attribute = found.format === 'date-time' ? instant(`${value}::timestamptz`) : text(value);
  return { ...attribute, isInDocument: true };
}

/** Names of attributes are put into SQL, so they are such that need no quoting. */
function plain(name: string): string {
  if (!/^@?\w+$/.test(name)) throw new TypeError(`${name} is no name of an attribute`);
  return name;
}
