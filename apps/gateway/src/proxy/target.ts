import { isAuthority } from '../http1/authority.ts';
import { normaliseTriplets } from '../migration/routing/path-pattern.ts';

export interface Target {
  /** Normalised path: what routes are matched against, and what is sent on. */
  path: string;
  /** Path with query, as sent on. */
  pathAndQuery: string;
}

/** Anything in a path that two servers might read differently. */
const unusual = /[%\\]|\/\/|\/\.|[^\x21-\x7e]/;
const longestTarget = 8_192;

/**
 * Normalises a request target, so that what is matched is what the upstream will serve: unreserved characters are
 * decoded (RFC 3986 section 6.2.2.2), empty segments are dropped. What cannot be made unambiguous is refused: dot
 * segments, encoded slashes, backslashes and control characters.
 *
 * @returns undefined when the target is to be refused.
 */
export function parseTarget(url: string): Target | undefined {
  if (url.length > longestTarget) return undefined;
  const target = url.startsWith('/') ? url : originForm(url);
  if (target === undefined) return undefined;
  const queryAt = target.indexOf('?');
  const rawPath = queryAt < 0 ? target : target.slice(0, queryAt);
  if (target.includes('#')) return undefined;
  if (!unusual.test(rawPath)) return { path: rawPath, pathAndQuery: target };
  const path = normalise(rawPath);
  return path === undefined ? undefined : { path, pathAndQuery: queryAt < 0 ? path : path + target.slice(queryAt) };
}

/** `http://host/path` is for proxies (RFC 9112 section 3.2.2), but any server must take it. */
function originForm(url: string): string | undefined {
  const [, authority = '', rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
  if (!isAuthority(authority)) return undefined;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function normalise(rawPath: string): string | undefined {
  if (/[\\]|[^\x21-\x7e]|%(?![0-9a-fA-F]{2})|%2f|%5c|%[01][0-9a-f]|%7f/i.test(rawPath)) return undefined;
  const path = normaliseTriplets(rawPath).replace(/\/{2,}/g, '/');
  // `/.;x/` and `/..;x/` are dot segments to servers that know path parameters.
  return /\/\.{1,2}(?:[/;]|$)/.test(path) ? undefined : path;
}
