import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ownedBy } from './access.ts';
import { instant, oneOf, text } from './attribute.ts';
import { parseFieldsOnly } from './fields.ts';
import { InvalidQueryError } from './invalid-query.error.ts';
import type { RawQuery, Sort } from './list-query.ts';
import { parseListQuery } from './parse-list-query.ts';
import { writePosition } from './position.ts';
import { defineResource, hrefOf } from './resource.ts';

const resource = defineResource({
  name: 'well',
  type: 'Well',
  path: '/tmf-api/wells/v4/well',
  document: z.object({ id: z.string(), href: z.string(), state: z.string(), dugDate: z.string() }),
  table: 'well',
  key: text('id'),
  access: ownedBy('owner_id'),
  filters: {
    state: oneOf('state', ['dry', 'full']),
    dugDate: instant('dug_date'),
    'owner.id': text('owner_id'),
  },
  sorts: { dugDate: instant('dug_date'), state: oneOf('state', ['dry', 'full']) },
  defaultSort: '-dugDate',
  defaultLimit: 20,
  maxLimit: 100,
});

const byDugDate: Sort[] = [{ attribute: 'dugDate', direction: 'desc' }];
const parse = (raw: RawQuery) => parseListQuery(resource, raw, 'o-1');

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
      after: undefined,
      fields: undefined,
    });
  });

  it.each([
    ['dugDate>', '2026-01-01', 'gte'],
    ['dugDate<', '2026-01-01', 'lte'],
    ['dugDate>2026-01-01', '', 'gt'],
    ['dugDate<2026-01-01', '', 'lt'],
  ])('reads the sign of %p with value %p as %s', (parameter, value, operator) => {
    expect(parse({ [parameter]: value }).filters.flat()).toEqual([
      { attribute: 'dugDate', operator, values: ['2026-01-01T00:00:00.000Z'] },
    ]);
  });

  it('takes a declared name as it is, also where it ends like an operator', () => {
    const { filters } = parseListQuery(
      { ...resource, filters: { ...resource.filters, 'depth.gt': text('depth') } },
      { 'depth.gt': '5' },
      'o-1',
    );
    expect(filters.flat()).toEqual([{ attribute: 'depth.gt', operator: 'eq', values: ['5'] }]);
  });

  it('reads operators, lists and repeated parameters', () => {
    expect(parse({ 'dugDate.gte': '2026-01-01', state: 'dry,full', id: ['a', 'b'] }).filters.flat()).toEqual([
      { attribute: 'dugDate', operator: 'gte', values: ['2026-01-01T00:00:00.000Z'] },
      { attribute: 'state', operator: 'eq', values: ['dry', 'full'] },
      { attribute: 'id', operator: 'eq', values: ['a', 'b'] },
    ]);
  });

  it.each([
    [
      'state',
      'dry;dugDate.gte=2026-01-01',
      [
        ['state', 'eq'],
        ['dugDate', 'gte'],
      ],
    ],
    [
      'state',
      'dry;dugDate>=2026-01-01;dugDate<2025-01-01',
      [
        ['state', 'eq'],
        ['dugDate', 'gte'],
        ['dugDate', 'lt'],
      ],
    ],
    [
      'dugDate>2026-01-01;state',
      'dry',
      [
        ['dugDate', 'gt'],
        ['state', 'eq'],
      ],
    ],
    [
      'dugDate>2026-01-01;dugDate<2025-01-01',
      '',
      [
        ['dugDate', 'gt'],
        ['dugDate', 'lt'],
      ],
    ],
  ])('takes alternatives behind a semicolon: %s=%s', (parameter, value, alternatives) => {
    const { filters } = parse({ [parameter]: value, id: 'a' });
    expect(filters.map((anyOf) => anyOf.map(({ attribute, operator }) => [attribute, operator]))).toEqual([
      alternatives,
      [['id', 'eq']],
    ]);
  });

  it('leaves a semicolon in a value where no comparison follows', () => {
    expect(parse({ id: 'a;b' }).filters).toEqual([[{ attribute: 'id', operator: 'eq', values: ['a;b'] }]]);
  });

  it.each([
    [{ state: ['dry;id=a', 'full'] }, 'state: must not be repeated where ; joins it'],
    [{ state: 'dry;colour=blue' }, 'colour: is not an attribute to filter by'],
    [{ state: 'dry;limit=5' }, 'limit: is not an attribute to filter by'],
    [{ state: `dry${';id=a'.repeat(20)}` }, 'state: must be at most 20 alternatives'],
  ])('refuses alternatives that are none: %j', (raw, message) => {
    expect(reasonOf(raw)).toContain(message);
  });

  it('tells an attribute with a dot from an operator', () => {
    expect(parse({ 'owner.id': 'o' }).filters.flat()).toEqual([
      { attribute: 'owner.id', operator: 'eq', values: ['o'] },
    ]);
    expect(parse({ 'owner.id.ne': 'o' }).filters.flat()).toEqual([
      { attribute: 'owner.id', operator: 'ne', values: ['o'] },
    ]);
  });

  it('understands an offset whose plus was decoded to a space', () => {
    expect(parse({ dugDate: '2026-01-01T02:00:00 02:00' }).filters[0]?.[0]?.values).toEqual([
      '2026-01-01T00:00:00.000Z',
    ]);
  });

  it.each([
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2026-01-01T10:00Z', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01T10:00:00.5+02:00', '2026-01-01T08:00:00.500Z'],
    ['2026-01-01T10:00:00.1234567Z', '2026-01-01T10:00:00.123456Z'],
  ])('takes %s for an instant', (dugDate, instantInUtc) => {
    expect(parse({ dugDate }).filters[0]?.[0]?.values).toEqual([instantInUtc]);
  });

  it('reads several sort keys with their direction', () => {
    expect(parse({ sort: 'state,-dugDate' }).sorts).toEqual([
      { attribute: 'state', direction: 'asc' },
      { attribute: 'dugDate', direction: 'desc' },
    ]);
    for (const ascending of [' dugDate', '+dugDate', 'dugDate'])
      expect(parse({ sort: ascending }).sorts).toEqual([{ attribute: 'dugDate', direction: 'asc' }]);
  });

  it('always selects id and href', () => {
    expect([...(parse({ fields: 'state' }).fields ?? [])]).toEqual(['id', 'href', 'state']);
  });

  it('goes on where a page ended', () => {
    const after = writePosition(byDugDate, ['2026-01-01T00:00:00.123456+00:00', 'w-1']);
    expect(parse({ after }).after).toEqual(['2026-01-01T00:00:00.123456Z', 'w-1']);
  });

  it('takes any text for an identifier: one that nothing can have finds nothing', () => {
    for (const id of ['', 'a\0b', 'x'.repeat(201)]) expect(parse({ id }).filters[0]?.[0]?.values).toEqual([]);
    expect(parse({ 'id.ne': 'a,a\0b' }).filters[0]?.[0]?.values).toEqual(['a']);
  });

  it('knows a resource by its address as well', () => {
    const href = `${hrefOf(resource, 'a b')},${resource.path}/c,/elsewhere/d,${resource.path}/%ff`;
    expect(parse({ href }).filters.flat()).toEqual([{ attribute: 'href', operator: 'eq', values: ['a b', 'c'] }]);
  });

  it('takes nothing named for all, and none for nothing', () => {
    expect(parse({ fields: '' }).fields).toBeUndefined();
    expect([...(parse({ fields: 'none' }).fields ?? [])]).toEqual(['id', 'href']);
  });

  it.each<[RawQuery, RegExp]>([
    [{ colour: 'blue' }, /^colour: is not an attribute to filter by: use id, href, state, dugDate, owner\.id$/],
    [{ 'state.gt': 'dry' }, /^state\.gt: cannot use gt: use eq, ne$/],
    [{ state: 'damp' }, /^state: must be one of dry, full$/],
    [{ 'dugDate.lt': 'yesterday' }, /^dugDate\.lt: must be a date of the calendar/],
    [{ 'dugDate.lt': '2026-01-01,2026-01-02' }, /^dugDate\.lt: must be a single value$/],
    ...[
      '2026-02-30',
      '2026-11-31',
      '2025-02-29',
      '2026-02-30T10:00:00Z',
      '2026-01-01T24:00:00Z',
      '2026-01-01T99:00:00Z',
      '2026-01-01T10:00:00',
      '0000-01-01',
      '0001-01-01T00:00:00+23:59',
      '9999-12-31T23:59:59-23:59',
    ].map((dugDate): [RawQuery, RegExp] => [{ dugDate }, /^dugDate: must be a date of the calendar/]),
    [{ after: 'x' }, /^after: must be taken from the link to the next page/],
    [{ after: writePosition(byDugDate, ['yesterday', 'w-1']) }, /^after: must be/],
    [{ after: writePosition(byDugDate, ['2026-01-01T00:00:00Z']) }, /^after: must be/],
    [{ after: writePosition(byDugDate, ['2026-01-01T00:00:00Z', 'w-1']), sort: 'state' }, /^after: must be/],
    [{ after: writePosition(byDugDate, ['2026-01-01T00:00:00Z', 'w-1']), offset: '1' }, /^offset: must be left out/],
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

describe('parseFieldsOnly', () => {
  it('takes the fields of one resource, and refuses any other parameter by name', () => {
    expect([...(parseFieldsOnly(resource, { fields: 'state' }) ?? [])]).toEqual(['id', 'href', 'state']);
    expect(() => parseFieldsOnly(resource, { state: 'dry' })).toThrow(
      expect.objectContaining({ reason: 'state: is not a parameter here: use fields' }),
    );
  });
});
