/** RFC 8288 links to the pages around this one: `self`, `first`, `prev`, `next` and `last`, relative to the host. */
export function pageLinks(url: string, page: { offset: number; limit: number }, total: number): string {
  const { offset, limit } = page;
  const lastOffset = Math.max(0, Math.ceil(total / limit) - 1) * limit;
  const links = [`<${quotable(url)}>; rel="self"`];
  if (offset === 0 && total <= limit) return links.join(', ');
  const link = (target: number, rel: string): string => `<${withPage(url, target, limit)}>; rel="${rel}"`;
  links.push(link(0, 'first'));
  if (offset > 0) links.push(link(Math.min(Math.max(0, offset - limit), lastOffset), 'prev'));
  if (offset + limit < total) links.push(link(offset + limit, 'next'));
  links.push(link(lastOffset, 'last'));
  return links.join(', ');
}

function withPage(url: string, offset: number, limit: number): string {
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('offset', String(offset));
  parameters.set('limit', String(limit));
  return `${quotable(path)}?${parameters.toString()}`;
}

/** A client may send bytes in its URL that would end the link, or that no header may carry. */
function quotable(url: string): string {
  return url.replace(/[^\x21-\x7e]|[<>"]/g, encodeURIComponent);
}
