import { selectFields } from '../query/fields.ts';
import type { ListQuery } from '../query/list-query.ts';
import type { ListRow } from '../query/list-statement.ts';
import { isPart, pageLinks } from './page-links.ts';

/** What is needed of the HTTP framework's reply. */
export interface TmfReply {
  status(code: number): unknown;
  header(name: string, value: string | number): unknown;
}

/**
 * Answers a list as TMF630 part 1 says: `X-Total-Count`, `X-Result-Count`, `Link`; 200 when this is all there is and 206
 * when it is a part. No total where there are more than are counted. Returns the body, finished.
 * @param url the request's path and query, as received
 */
export function answerList(reply: TmfReply, url: string, query: ListQuery, row: ListRow): string {
  reply.status(isPart(row) ? 206 : 200);
  reply.header('content-type', 'application/json; charset=utf-8');
  if (row.total !== null) reply.header('x-total-count', row.total);
  reply.header('x-result-count', row.count);
  reply.header('link', pageLinks(url, query, row));
  if (!query.fields) return row.body;
  const { fields } = query;
  const documents: unknown = JSON.parse(row.body);
  if (!Array.isArray(documents)) throw new TypeError('a list must be an array');
  return JSON.stringify(documents.map((document: object) => selectFields(document, fields)));
}
