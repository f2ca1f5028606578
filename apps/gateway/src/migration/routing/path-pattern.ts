/** One part of a declared path between two slashes: a word, or `:name`/`*`, which stands for any one segment. */
export type Segment = { kind: 'literal'; text: string } | { kind: 'any'; name?: string };

/** Segments of unreserved characters only: a declared path is compared with the normalised, undecoded request path. */
export const PATH_PATTERN = /^\/$|^(?:\/(?:\*|:[A-Za-z][A-Za-z0-9_]*|[A-Za-z0-9_~-][A-Za-z0-9._~-]*))+$/;

/** `/invoices/:no/pay` → its segments; `/` has none. The path fits `PATH_PATTERN`. */
export function parsePattern(path: string): Segment[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment): Segment => {
      if (segment === '*') return { kind: 'any' };
      if (segment.startsWith(':')) return { kind: 'any', name: segment.slice(1) };
      return { kind: 'literal', text: segment };
    });
}

/** The same for two patterns that match the same paths: names of segments do not count. */
export function patternShape(path: string): string {
  return `/${parsePattern(path)
    .map((segment) => (segment.kind === 'any' ? '*' : segment.text))
    .join('/')}`;
}

/**
 * The values of the named segments when `path` is exactly this pattern, else `undefined`.
 * @param path a request path without query.
 */
export function captureSegments(pattern: readonly Segment[], path: string): Record<string, string> | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length !== pattern.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === 'literal' && segment.text !== part) return undefined;
    if (segment.kind === 'any' && segment.name !== undefined) values[segment.name] = part;
  }
  return values;
}
