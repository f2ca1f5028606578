import type { Statement } from '@wellspring/persistence';
import type { Attribute } from './attribute.ts';
import { type AnyOf, type Filter, type ListQuery, sortText } from './list-query.ts';
import type { Operator } from './operator.ts';
import { positionAttributes } from './position.ts';
import type { Resource } from './resource.ts';
import { statementName } from './statement-name.ts';

/** The one row a list statement gives: the page as finished JSON text, its size, and how many there are in all. */
export interface ListRow {
  readonly body: string;
  readonly count: number;
  /** `null`: more than are counted of what is everybody's. */
  readonly total: number | null;
  /** How many there are from the first of this page on, or one more than are on it; `null`: it follows from the offset. */
  readonly remaining: number | null;
  /** Of the last resource of the page, the value of each sort and the key. */
  readonly last: readonly unknown[];
}

/** Of everybody's resources; a total of millions would be found by looking at each of them, for every page anew. */
const countedAtMost = 10_000;

type Bind = (value: unknown) => string;

type Compared = Exclude<Operator, 'ne'>;

const comparison: Readonly<Record<Compared, string>> = {
  eq: '= any',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

/**
 * The SQL of a list request. The documents are put together by the database, so that the service passes one text on
 * instead of taking rows apart and writing them again.
 * @param owner whose resources to list; `undefined`: anybody's
 */
export function listStatement(resource: Resource, query: ListQuery, owner: string | undefined): Statement {
  const { table, documentColumn } = resource;
  const { condition: access, values: own } = accessOf(resource, owner);
  const values: unknown[] = own;
  const bind: Bind = (value) => `$${values.push(value)}`;
  const conditions = [...access, ...query.filters.map((anyOf) => alternatives(resource, anyOf, bind))];
  const where = conditions.length === 0 ? 'true' : conditions.join(' and ');
  const behind = query.after && `${where} and ${behindCondition(resource, query, query.after, bind)}`;
  const columns = positionAttributes(resource, query.sorts).map(({ column }) => column);
  const [limit, offset] = [bind(query.limit), bind(query.offset)];
  const count = (rows: string): string => `(select count(*)::int from (select from ${table} where ${rows}) as counted)`;
  const tooMany = countedAtMost + 1;
  const [total, remaining] =
    owner === undefined
      ? [
          `nullif(${count(`${where} limit ${tooMany}`)}, ${tooMany})`,
          count(`${behind ?? where} offset ${offset} limit ${limit} + 1`),
        ]
      : [count(where), behind ? count(behind) : 'null::int'];
  const text =
    `select coalesce('[' || string_agg(document, ',') || ']', '[]') as body, count(*)::int as count, ` +
    `${total} as total, ${remaining} as remaining, ` +
    `json_build_array(${columns.map((_, at) => `(array_agg(p${at}))[count(*)]`).join(', ')}) as last ` +
    `from (select ${documentColumn}::text as document, ${columns.map((column, at) => `${column} as p${at}`).join(', ')} ` +
    `from ${table} where ${behind ?? where} ` +
    `order by ${orderBy(resource, query)} limit ${limit} offset ${offset}) as page`;
  const label = commonLabel(resource, query);
  return { ...(label === undefined ? {} : { name: statementName(label, text) }), text, values };
}

function alternatives(resource: Resource, anyOf: AnyOf, bind: Bind): string {
  const conditions = anyOf.map((filter) => condition(resource, filter, bind));
  return conditions.length === 1 ? conditions.join() : `(${conditions.join(' or ')})`;
}

function condition(resource: Resource, filter: Filter, bind: Bind): string {
  const attribute = resource.filters[filter.attribute];
  if (attribute === undefined) throw new TypeError(`${filter.attribute} is no attribute of ${resource.table}`);
  const { operator, values } = filter;
  // What has no such attribute is not equal to any value.
  if (operator === 'ne') return `(${matches(attribute, 'eq', bind(values))}) is not true`;
  return matches(attribute, operator, bind(operator === 'eq' ? values : values[0]));
}

/** Where an attribute has many values, one of them is enough. */
function matches({ column, elements }: Attribute, operator: Compared, value: string): string {
  const test = `${column} ${comparison[operator]}${operator === 'eq' ? `(${value})` : ` ${value}`}`;
  return elements === undefined ? test : `exists (select from ${elements} where ${test})`;
}

/** What limits a statement to the caller's rows; it takes the first parameter. */
function accessOf(resource: Resource, owner: string | undefined): { condition: string[]; values: string[] } {
  const { condition } = resource.access;
  return owner === undefined || condition === undefined
    ? { condition: [], values: [] }
    : { condition: [condition], values: [owner] };
}

/**
 * What comes later in the order than the position: behind it in the first column, or equal there and behind it in the
 * next. SQL compares rows only where all columns have one direction.
 */
function behindCondition(resource: Resource, query: ListQuery, position: readonly string[], bind: Bind): string {
  const columns = orderedColumns(resource, query).map(({ column, direction }, at) => {
    const value = bind(position[at]);
    return { equal: `${column} = ${value}`, behind: `${column} ${direction === 'desc' ? '<' : '>'} ${value}` };
  });
  const [last, ...before] = columns.toReversed();
  return before.reduce((rest, { equal, behind }) => `(${behind} or (${equal} and ${rest}))`, last?.behind ?? 'true');
}

function orderBy(resource: Resource, query: ListQuery): string {
  return orderedColumns(resource, query)
    .map(({ column, direction }) => `${column} ${direction}`)
    .join(', ');
}

function orderedColumns(resource: Resource, { sorts }: ListQuery): { column: string; direction: 'asc' | 'desc' }[] {
  return positionAttributes(resource, sorts).map(({ column }, at) => ({
    column,
    direction: sorts[at]?.direction ?? 'asc',
  }));
}

/**
 * What a common shape is called; only those are prepared by name: a connection keeps every name it has seen, and a client
 * can write any number of combinations.
 */
function commonLabel(resource: Resource, query: ListQuery): string | undefined {
  const [[filter, alternative] = [], ...others] = query.filters;
  if (alternative ?? others.length > 0) return undefined;
  if (sortText(query.sorts) !== resource.defaultSort) return undefined;
  if (filter && resource.filters[filter.attribute]?.isInDocument === true) return undefined;
  return `list ${resource.table}${filter ? ` by ${filter.attribute}.${filter.operator}` : ''}`;
}

/** The SQL of a request for one resource: its document as text. `undefined` when nothing can have such an id. */
export function oneStatement(resource: Resource, id: string, owner: string | undefined): Statement | undefined {
  const key = resource.key.parse(id);
  if (key === undefined) return undefined;
  const { condition: access, values } = accessOf(resource, owner);
  const where = [...access, `${resource.key.column} = $${values.length + 1}`].join(' and ');
  const text = `select ${resource.documentColumn}::text as document from ${resource.table} where ${where}`;
  return { name: statementName(`one ${resource.table}`, text), text, values: [...values, key] };
}
