import { describe, expect, it } from '@jest/globals';
import type { ListQuery } from '../query/list-query.ts';
import type { ListRow } from '../query/list-statement.ts';
import { writePosition } from '../query/position.ts';
import { answerList } from './answer-list.ts';

const page = (over: Partial<ListQuery> = {}): ListQuery => ({
  filters: [],
  sorts: [{ attribute: 'dugDate', direction: 'desc' }],
  offset: 0,
  limit: 2,
  after: undefined,
  fields: undefined,
  ...over,
});

function replyDouble() {
  const headers: Record<string, string | number> = {};
  const reply = {
    code: 0,
    headers,
    status: (code: number) => (reply.code = code),
    header: (name: string, value: string | number) => (headers[name] = value),
  };
  return reply;
}

describe('answerList', () => {
  const body = '[{"id":"1","href":"/w/1","state":"dry"},{"id":"2","href":"/w/2","state":"full"}]';
  const row = (over: Partial<ListRow>): ListRow => ({
    body,
    count: 2,
    total: 2,
    remaining: null,
    last: ['2026-01-01T00:00:00+00:00', '2'],
    ...over,
  });
  const onwards = `after=${writePosition(page().sorts, row({}).last)}`;
  it('passes the finished body on untouched', () => {
    const reply = replyDouble();
    expect(answerList(reply, '/w', page(), row({}))).toBe(body);
    expect(reply.code).toBe(200);
    expect(reply.headers).toMatchObject({ 'x-total-count': 2, 'x-result-count': 2, link: '</w>; rel="self"' });
  });

  it('says 206 and where the rest is when this is a part', () => {
    const reply = replyDouble();
    answerList(reply, '/w?state=dry&offset=2&limit=2', page({ offset: 2 }), row({ total: 5 }));
    expect(reply.code).toBe(206);
    expect(reply.headers['link']).toBe(
      [
        '</w?state=dry&offset=2&limit=2>; rel="self"',
        '</w?state=dry&offset=0&limit=2>; rel="first"',
        '</w?state=dry&offset=0&limit=2>; rel="prev"',
        `</w?state=dry&${onwards}&limit=2>; rel="next"`,
        '</w?state=dry&offset=4&limit=2>; rel="last"',
      ].join(', '),
    );
  });

  it('says what it knows of a list that was not counted to its end', () => {
    const reply = replyDouble();
    answerList(reply, '/w?offset=4', page({ offset: 4 }), row({ total: null, remaining: 3 }));
    expect(reply.code).toBe(206);
    expect(reply.headers).not.toHaveProperty('x-total-count');
    expect(reply.headers['link']).toBe(
      [
        '</w?offset=4>; rel="self"',
        '</w?offset=0&limit=2>; rel="first"',
        '</w?offset=2&limit=2>; rel="prev"',
        `</w?${onwards}&limit=2>; rel="next"`,
      ].join(', '),
    );
    answerList(reply, '/w?offset=4', page({ offset: 4 }), row({ total: null, remaining: 2 }));
    expect(reply.headers['link']).not.toContain('rel="next"');
  });

  it('goes on behind the last of a page that is behind another', () => {
    const reply = replyDouble();
    const query = page({ after: ['2026-02-01T00:00:00Z', '9'] });
    answerList(reply, '/w?after=x', query, row({ total: 5, remaining: 3 }));
    expect(reply.headers['link']).toBe(
      ['</w?after=x>; rel="self"', '</w?offset=0&limit=2>; rel="first"', `</w?${onwards}&limit=2>; rel="next"`].join(
        ', ',
      ),
    );
    answerList(reply, '/w?after=x', query, row({ total: 5, remaining: 2 }));
    expect(reply.headers['link']).not.toContain('rel="next"');
  });

  it('leads back from beyond the end', () => {
    const reply = replyDouble();
    answerList(
      reply,
      '/w?offset=90',
      page({ offset: 90 }),
      row({ body: '[]', count: 0, total: 5, last: [null, null] }),
    );
    expect(reply.code).toBe(206);
    expect(reply.headers['link']).toContain('</w?offset=4&limit=2>; rel="prev"');
    expect(reply.headers['link']).not.toContain('rel="next"');
  });

  it('lets no URL break out of the link', () => {
    const reply = replyDouble();
    answerList(reply, '/w?x=>;rel="evil"', page(), row({}));
    expect(reply.headers['link']).toBe('</w?x=%3E;rel=%22evil%22>; rel="self"');
  });

  it('leaves only the selected attributes', () => {
    const answer = answerList(replyDouble(), '/w', page({ fields: new Set(['id', 'href']) }), row({}));
    expect(JSON.parse(answer)).toEqual([
      { id: '1', href: '/w/1' },
      { id: '2', href: '/w/2' },
    ]);
  });
});
