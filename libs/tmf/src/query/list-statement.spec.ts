import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ownedBy } from './access.ts';
import { instant, text } from './attribute.ts';
import { listStatement, oneStatement } from './list-statement.ts';
import type { RawQuery } from './list-query.ts';
import { parseListQuery } from './parse-list-query.ts';
import { writePosition } from './position.ts';
import { defineResource } from './resource.ts';

const resource = defineResource({
  name: 'well',
  type: 'Well',
  path: '/tmf-api/wells/v4/well',
  document: z.object({ id: z.string() }),
  table: 'well',
  key: text('id'),
  access: ownedBy('owner_id'),
  filters: { dugDate: instant('dug_date') },
  sorts: { dugDate: instant('dug_date') },
  defaultSort: '-dugDate',
  defaultLimit: 20,
  maxLimit: 100,
});

const statementOf = (raw: RawQuery, owner: string | undefined = 'o-1') =>
  listStatement(resource, parseListQuery(resource, raw, owner), owner);

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
    expect(statementOf({}).text).toContain('order by dug_date desc, id asc ');
  });

  it('uses one prepared statement whatever the values, the length of a list and the page', () => {
    const names = [{ id: 'a' }, { id: 'b,c' }, { id: 'd', offset: '40', limit: '5' }].map(
      (raw) => statementOf(raw).name,
    );
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toMatch(/^list well by id\.eq /);
  });

  it('prepares no two statements by one name, though they are of one table', () => {
    const other = { ...resource, documentColumn: 'other_document' };
    const query = parseListQuery(resource, {}, 'o-1');
    expect(listStatement(other, query, 'o-1').name).not.toBe(listStatement(resource, query, 'o-1').name);
    expect(oneStatement(other, 'a', 'o-1')?.name).not.toBe(oneStatement(resource, 'a', 'o-1')?.name);
  });

  it('goes on behind the values of the last of the page before, and counts what is left', () => {
    const after = writePosition([{ attribute: 'dugDate', direction: 'desc' }], ['2026-01-01T00:00:00Z', 'w-1']);
    const { text: sql, values } = statementOf({ after });
    const behind = 'owner_id = $1 and (dug_date < $2 or (dug_date = $2 and id > $3))';
    expect(sql).toContain(`(select count(*)::int from (select from well where ${behind}) as counted) as remaining`);
    expect(sql).toContain(`from well where ${behind} order by dug_date desc, id asc limit`);
    expect(values).toEqual(['o-1', '2026-01-01T00:00:00.000Z', 'w-1', 20, 0]);
  });

  it('does not keep a plan for combinations a client makes up', () => {
    expect(statementOf({ id: 'a', 'dugDate.gt': '2026-01-01' }).name).toBeUndefined();
    expect(statementOf({ sort: 'dugDate' }).name).toBeUndefined();
  });
});
