import type { Rewrite } from '../routed-request.ts';
import { captureLeading, parsePattern, type Segment } from './path-pattern.ts';

/** `:name` in the path of a route may be used as `:name` in what it is rewritten to. */
export function namesIn(path: string): string[] {
  return parsePattern(path).flatMap((segment) =>
    segment.kind === 'any' && segment.name !== undefined ? segment.name : [],
  );
}

/** What stands below the declared path is kept: `/invoices/:no` as `/bills/:no` makes `/bills/7/pdf` of `/invoices/7/pdf`. */
export function rewriteOf(from: string, to: string): Rewrite {
  const pattern = parsePattern(from);
  const target = parsePattern(to);
  return (path) => {
    const parts = path.split('/').slice(1);
    const values = captureLeading(pattern, parts, isSameWord) ?? {};
    const rest = parts.slice(pattern.length);
    return `/${[...target.map((segment) => fill(segment, values)), ...rest].join('/')}`;
  };
}

function fill(segment: Segment, values: Readonly<Record<string, string>>): string {
  return segment.kind === 'literal' ? segment.text : (values[segment.name ?? ''] ?? '');
}

/** The route has been found: whether it minds capitals has been looked at. */
function isSameWord(text: string, part: string): boolean {
  return text.toLowerCase() === part.toLowerCase();
}
