import { describe, expect, it } from '@jest/globals';
import { instant, oneOf, text } from './attribute.ts';
import { InvalidQueryError } from './invalid-query.error.ts';
import type { RawQuery } from './list-query.ts';
import { parseListQuery } from './parse-list-query.ts';
import type { Resource } from './resource.ts';

const resource: Resource = {
  path: '/tmf-api/wells/v4/well',
  table: 'well',
  documentColumn: 'document',
  key: text('id'),
  ownerColumn: 'owner_id',
  filters: {
    id: text('id'),
    state: oneOf('state', ['dry', 'full']),
    dugDate: instant('dug_date'),
    'owner.id': text('owner_id'),
  },
  sorts: { dugDate: 'dug_date', state: 'state' },
  defaultSort: '-dugDate',
  fields: ['id', 'href', 'state', 'dugDate'],
  defaultLimit: 20,
  maxLimit: 100,
};

const parse = (raw: RawQuery) => parseListQuery(resource, raw);

function reasonOf(raw: RawQuery): string | undefined {
  try {
    parse(raw);
  } catch (error) {
    if (error instanceof InvalidQueryError) return error.reason;
    throw error;
  }
  return undefined;
}

describe('parseListQuery', () => {
  it('asks for the first page in the declared order when nothing is said', () => {
    expect(parse({})).toEqual({
      filters: [],
      sorts: [{ attribute: 'dugDate', direction: 'desc' }],
      offset: 0,
      limit: 20,
      fields: undefined,
    });
  });

  it('reads operators, lists and repeated parameters', () => {
    expect(parse({ 'dugDate.gte': '2026-01-01', state: 'dry,full', id: ['a', 'b'] }).filters).toEqual([
      { attribute: 'dugDate', operator: 'gte', values: ['2026-01-01T00:00:00.000Z'] },
      { attribute: 'state', operator: 'eq', values: ['dry', 'full'] },
      { attribute: 'id', operator: 'eq', values: ['a', 'b'] },
    ]);
  });

  it('tells an attribute with a dot from an operator', () => {
    expect(parse({ 'owner.id': 'o' }).filters).toEqual([{ attribute: 'owner.id', operator: 'eq', values: ['o'] }]);
    expect(parse({ 'owner.id.ne': 'o' }).filters).toEqual([{ attribute: 'owner.id', operator: 'ne', values: ['o'] }]);
  });

  it('understands an offset whose plus was decoded to a space', () => {
    expect(parse({ dugDate: '2026-01-01T02:00:00 02:00' }).filters[0]?.values).toEqual(['2026-01-01T00:00:00.000Z']);
  });

  it('reads several sort keys with their direction', () => {
    expect(parse({ sort: 'state,-dugDate' }).sorts).toEqual([
      { attribute: 'state', direction: 'asc' },
      { attribute: 'dugDate', direction: 'desc' },
    ]);
    expect(parse({ sort: ' dugDate' }).sorts).toEqual([{ attribute: 'dugDate', direction: 'asc' }]);
  });

  it('always selects id and href', () => {
    expect([...(parse({ fields: 'state' }).fields ?? [])]).toEqual(['id', 'href', 'state']);
  });

  it.each<[RawQuery, RegExp]>([
    [{ colour: 'blue' }, /^colour: is not an attribute to filter by: use id, state, dugDate, owner\.id$/],
    [{ 'state.gt': 'dry' }, /^state\.gt: cannot use gt: use eq, ne$/],
    [{ state: 'damp' }, /^state: must be one of dry, full$/],
    [{ 'dugDate.lt': 'yesterday' }, /^dugDate\.lt: must be a date/],
    [{ 'dugDate.lt': '2026-01-01,2026-01-02' }, /^dugDate\.lt: must be a single value$/],
    [{ dugDate: '2026-02-31T99:00:00Z' }, /^dugDate: must be a date/],
    [{ id: 'a\0b' }, /^id: must be 1 to 200 characters$/],
    [{ id: '' }, /^id: must be 1 to 200 characters$/],
    [{ id: Array.from({ length: 51 }, () => 'x') }, /^id: must be at most 50 values$/],
    [{ limit: '0' }, /^limit: must be a whole number from 1 to 100$/],
    [{ limit: '101' }, /^limit: must be/],
    [{ limit: ['1', '2'] }, /^limit: must be/],
    [{ offset: '-1' }, /^offset: must be/],
    [{ offset: '1e3' }, /^offset: must be/],
    [{ sort: 'id' }, /^sort: cannot use "id": use dugDate, state$/],
    [{ sort: 'state,-state' }, /^sort: must name each attribute once$/],
    [{ fields: 'secret' }, /^fields: cannot name "secret": use id, href, state, dugDate$/],
    [{ constructor: 'x' }, /^constructor: is not an attribute/],
    [{ state: { nested: 'x' } }, /^state: must be text$/],
  ])('refuses %j, naming the parameter and the rule', (raw, reason) => {
    expect(reasonOf(raw)).toMatch(reason);
  });
});
