import type { Statement } from '@wellspring/persistence';
import type { Filter, ListQuery } from './list-query.ts';
import type { Operator } from './operator.ts';
import type { Resource } from './resource.ts';

/** The one row a list statement gives: the page as finished JSON text, its size, and how many there are in all. */
export interface ListRow {
  readonly body: string;
  readonly count: number;
  readonly total: number;
}

const comparison: Readonly<Record<Operator, string>> = {
  eq: '= any',
  ne: '<> all',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

/**
 * The SQL of a list request. The documents are put together by the database, so that the service passes one text on
 * instead of taking rows apart and writing them again.
 * @param owner whose resources to list
 */
export function listStatement(resource: Resource, query: ListQuery, owner: string): Statement {
  const values: unknown[] = [owner];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const where = [
    `${resource.ownerColumn} = $1`,
    ...query.filters.map((filter) => condition(resource, filter, bind)),
  ].join(' and ');
  const order = orderBy(resource, query);
  const text =
    `select coalesce('[' || string_agg(document, ',') || ']', '[]') as body, count(*)::int as count, ` +
    `(select count(*)::int from ${resource.table} where ${where}) as total ` +
    `from (select ${resource.documentColumn}::text as document from ${resource.table} where ${where} ` +
    `order by ${order} limit ${bind(query.limit)} offset ${bind(query.offset)}) as page`;
  const name = statementName(resource, query);
  return { ...(name === undefined ? {} : { name }), text, values };
}

function condition(resource: Resource, filter: Filter, bind: (value: unknown) => string): string {
  const column = resource.filters[filter.attribute]?.column;
  if (column === undefined) throw new TypeError(`${filter.attribute} is no attribute of ${resource.table}`);
  const compared = comparison[filter.operator];
  if (filter.operator === 'eq' || filter.operator === 'ne') return `${column} ${compared}(${bind(filter.values)})`;
  return `${column} ${compared} ${bind(filter.values[0])}`;
}

function orderBy(resource: Resource, query: ListQuery): string {
  const columns = query.sorts.map(({ attribute, direction }) => {
    const column = resource.sorts[attribute];
    if (column === undefined) throw new TypeError(`${attribute} is no attribute of ${resource.table}`);
    return `${column} ${direction}`;
  });
  return [...columns, resource.key.column].join(', ');
}

/**
 * Only the common shapes are prepared by name: a connection keeps every name it has seen, and a client can write any
 * number of combinations.
 */
function statementName(resource: Resource, query: ListQuery): string | undefined {
  const sort = query.sorts.map(({ attribute, direction }) => (direction === 'desc' ? '-' : '') + attribute).join(',');
  if (query.filters.length > 1 || sort !== resource.defaultSort) return undefined;
  const [filter] = query.filters;
  return `list ${resource.table}${filter ? ` by ${filter.attribute}.${filter.operator}` : ''}`;
}

/** The SQL of a request for one resource: its document as text. `undefined` when nothing can have such an id. */
export function oneStatement(resource: Resource, id: string, owner: string): Statement | undefined {
  const key = resource.key.parse(id);
  if (key === undefined) return undefined;
  return {
    name: `one ${resource.table}`,
    text:
      `select ${resource.documentColumn}::text as document from ${resource.table} ` +
      `where ${resource.key.column} = $1 and ${resource.ownerColumn} = $2`,
    values: [key, owner],
  };
}
