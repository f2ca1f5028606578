/** One part of a declared path between two slashes: a word, or `:name`/`*`, which stands for any one segment. */
export type Segment = { kind: 'literal'; text: string } | { kind: 'any'; name?: string };

/**
 * Whatever a path may have (RFC 3986 section 3.3). `*` alone and `:` in front stand for a segment, so they are written
 * `%2A` and `%3A` where they are meant; what the gateway refuses in a path, such as an encoded slash, is no part of one.
 */
export const pathPattern =
  /^\/$|^(?:\/(?:\*|:[A-Za-z][A-Za-z0-9_]*|(?!(?:\.|%2[eE]){1,2}(?:[/;]|$))(?!:)(?:[^\s/?#\\%*\p{Cc}]|%(?!2[fF]|5[cC]|[01]|7[fF])[0-9A-Fa-f]{2})+))+$/u;

/** `/invoices/:no/pay` → its segments; `/` has none. The path fits `pathPattern`. */
export function parsePattern(path: string): Segment[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment): Segment => {
      if (segment === '*') return { kind: 'any' };
      if (segment.startsWith(':')) return { kind: 'any', name: segment.slice(1) };
      return { kind: 'literal', text: asRequested(segment) };
    });
}

/** The same for two patterns that match the same paths: names of segments do not count. */
export function patternShape(path: string): string {
  return `/${parsePattern(path)
    .map((segment) => (segment.kind === 'any' ? '*' : segment.text.replace('*', '%2A')))
    .join('/')}`;
}

/**
 * The values of the named segments when `path` is exactly this pattern, else `undefined`.
 * @param path a request path without query.
 */
export function captureSegments(pattern: readonly Segment[], path: string): Record<string, string> | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.length === pattern.length ? captureLeading(pattern, parts) : undefined;
}

/** The same of a path whose first segments are to be this pattern. Literals are compared by `same`. */
export function captureLeading(
  pattern: readonly Segment[],
  parts: readonly string[],
  same = (text: string, part: string): boolean => text === part,
): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === 'literal' && !same(segment.text, part)) return undefined;
    if (segment.kind === 'any' && segment.name !== undefined) values[segment.name] = part;
  }
  return values;
}

/** As it stands in a normalised request path. */
function asRequested(segment: string): string {
  return normaliseTriplets(encodeURI(segment).replace(/%25(?=[0-9A-Fa-f]{2})/g, '%'))
    .replaceAll('%2A', '*')
    .replace(/^%3A/, ':');
}

/** Unreserved characters decoded, the digits of the rest in capitals (RFC 3986 section 6.2.2). */
export function normaliseTriplets(path: string): string {
  return path.replace(/%[0-9a-fA-F]{2}/g, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : triplet.toUpperCase();
  });
}
