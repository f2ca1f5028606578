import { describe, expect, it } from '@jest/globals';
import { statementShape, statementVerb } from './statement.ts';

describe('statementShape', () => {
  it.each([
    [`select * from bill where id = $1`, `select * from bill where id = $1`],
    [`select 'it''s a secret', 4711, -3.5`, `select ?, ?, ?`],
    [`insert into t2 (a1) values ('x')\n   returning id`, `insert into t2 (a1) values (?) returning id`],
    [`select $tag$ a secret $tag$, $$ another $$`, `select ?, ?`],
    [`select 'unfinished secret`, `select ?`],
  ])('%s', (text, shape) => {
    expect(statementShape(text)).toBe(shape);
  });

  it('cuts a long statement', () => {
    expect(statementShape('x'.repeat(10_000)).length).toBeLessThan(400);
  });
});

describe('statementVerb', () => {
  it('is one of few, whatever the text', () => {
    expect(['select 1', ' UPDATE x set', '/* c */ select', 'gibberish', ''].map(statementVerb)).toEqual([
      'select',
      'update',
      'other',
      'other',
      'other',
    ]);
  });
});
