import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { documentAttributes } from './document-attributes.ts';

const document = z.object({
  id: z.string(),
  '@type': z.literal('Well'),
  depth: z.number(),
  isDry: z.boolean(),
  state: z.enum(['dry', 'full']),
  dugDate: z.iso.datetime(),
  period: z.object({ startDateTime: z.iso.datetime() }).optional(),
  tag: z.array(z.string()),
  digger: z.array(z.object({ id: z.string(), tool: z.array(z.object({ name: z.string() })) })),
  note: z.union([z.object({ text: z.string() }), z.object({ author: z.string() })]),
});

describe('the attributes of a document', () => {
  const { fields, filters } = documentAttributes(document, 'document');

  it('can be selected by path', () => {
    expect(fields).toEqual(
      expect.arrayContaining([
        'id',
        '@type',
        'period',
        'period.startDateTime',
        'digger',
        'digger.tool.name',
        'note.author',
      ]),
    );
  });

  it('can be asked for by their values, wherever they lie', () => {
    expect(Object.entries(filters).map(([name, { column, elements }]) => [name, elements ?? column])).toEqual([
      ['id', `(document #>> '{id}')`],
      ['@type', `(document #>> '{@type}')`],
      ['depth', `(document #>> '{depth}')::numeric`],
      ['isDry', `(document #>> '{isDry}')::boolean`],
      ['state', `(document #>> '{state}')`],
      ['dugDate', `(document #>> '{dugDate}')::timestamptz`],
      ['period.startDateTime', `(document #>> '{period,startDateTime}')::timestamptz`],
      ['tag', `jsonb_path_query(document::jsonb, '$."tag"[*]') element`],
      ['digger.id', `jsonb_path_query(document::jsonb, '$."digger"[*]."id"') element`],
      ['digger.tool.name', `jsonb_path_query(document::jsonb, '$."digger"[*]."tool"[*]."name"') element`],
      ['note.text', `(document #>> '{note,text}')`],
      ['note.author', `(document #>> '{note,author}')`],
    ]);
  });

  it('have the operators and the rule of their kind', () => {
    expect(filters['depth']).toMatchObject({ operators: expect.arrayContaining(['gt']), rule: 'must be a number' });
    expect(filters['state']).toMatchObject({ operators: ['eq', 'ne'], rule: 'must be one of dry, full' });
    expect(filters['@type']).toMatchObject({ rule: 'must be one of Well' });
    expect(filters['digger.id']?.rule).toBeUndefined();
  });

  it('must have names that need no quoting', () => {
    expect(() => documentAttributes(z.object({ "it's": z.string() }), 'document')).toThrow("it's is no name");
  });
});
