import type { ListQuery } from '../query/list-query.ts';
import type { ListRow } from '../query/list-statement.ts';
import { writePosition } from '../query/position.ts';

/**
 * RFC 8288 links to the pages around this one, relative to the host: `self`, `first`, `prev`, `next` and `last`. The next
 * page begins behind the last resource of this one; the others are found by counting, so `prev` and `last` only where it was
 * counted.
 */
export function pageLinks(url: string, query: ListQuery, row: Omit<ListRow, 'body'>): string {
  const { offset, limit, after, sorts } = query;
  const { total, count, last } = row;
  const remaining = row.remaining ?? (total ?? 0) - offset;
  const links = [`<${quotable(url)}>; rel="self"`];
  const link = (to: Readonly<Record<string, string>>, rel: string): void => {
    links.push(`<${withPage(url, { ...to, limit: String(limit) })}>; rel="${rel}"`);
  };
  const lastOffset = total === null ? Infinity : Math.max(0, Math.ceil(total / limit) - 1) * limit;
  if (isPart(row)) link({ offset: '0' }, 'first');
  if (offset > 0) link({ offset: String(Math.min(Math.max(0, offset - limit), lastOffset)) }, 'prev');
  if (count > 0 && count < remaining) {
    link(last.length === 0 ? { offset: String(offset + count) } : { after: writePosition(sorts, last) }, 'next');
  }
  if (isPart(row) && after === undefined && total !== null) link({ offset: String(lastOffset) }, 'last');
  return links.join(', ');
}

/** Whether there is more in the list than this page. */
export function isPart({ count, total }: Pick<ListRow, 'count' | 'total'>): boolean {
  return total === null || count < total;
}

function withPage(url: string, page: Readonly<Record<string, string>>): string {
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  for (const name of ['offset', 'limit', 'after']) parameters.delete(name);
  for (const [name, value] of Object.entries(page)) parameters.set(name, value);
  return `${quotable(path)}?${parameters.toString()}`;
}

/** A client may send bytes in its URL that would end the link, or that no header may carry. */
function quotable(url: string): string {
  return url.replace(/[^\x21-\x7e]|[<>"]/g, encodeURIComponent);
}
