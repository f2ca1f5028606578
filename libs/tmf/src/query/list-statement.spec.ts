import { describe, expect, it } from '@jest/globals';
import { instant, text } from './attribute.ts';
import { listStatement } from './list-statement.ts';
import type { RawQuery } from './list-query.ts';
import { parseListQuery } from './parse-list-query.ts';
import type { Resource } from './resource.ts';

const resource: Resource = {
  path: '/tmf-api/wells/v4/well',
  table: 'well',
  documentColumn: 'document',
  key: text('id'),
  ownerColumn: 'owner_id',
  filters: { id: text('id'), dugDate: instant('dug_date') },
  sorts: { dugDate: 'dug_date' },
  defaultSort: '-dugDate',
  fields: ['id'],
  defaultLimit: 20,
  maxLimit: 100,
};

const statementOf = (raw: RawQuery) => listStatement(resource, parseListQuery(resource, raw), 'o-1');

describe('listStatement', () => {
  it('puts nothing a client wrote into the text', () => {
    const { text: sql, values } = statementOf({ id: "x'; drop table well; --", 'dugDate.gt': '2026-01-01' });
    expect(sql).not.toContain('drop');
    expect(values).toEqual(['o-1', ["x'; drop table well; --"], '2026-01-01T00:00:00.000Z', 20, 0]);
  });

  it('scopes the page and the total alike', () => {
    const { text: sql } = statementOf({ id: 'a' });
    expect(sql.match(/where owner_id = \$1 and id = any\(\$2\)/g)).toHaveLength(2);
  });

  it('settles the order of equals by the key', () => {
    expect(statementOf({}).text).toContain('order by dug_date desc, id ');
  });

  it('uses one prepared statement whatever the values, the length of a list and the page', () => {
    const names = [{ id: 'a' }, { id: 'b,c' }, { id: 'd', offset: '40', limit: '5' }].map(
      (raw) => statementOf(raw).name,
    );
    expect(new Set(names)).toEqual(new Set(['list well by id.eq']));
  });

  it('does not keep a plan for combinations a client makes up', () => {
    expect(statementOf({ id: 'a', 'dugDate.gt': '2026-01-01' }).name).toBeUndefined();
    expect(statementOf({ sort: 'dugDate' }).name).toBeUndefined();
  });
});
