import { METHODS } from 'node:http';
import { checkCharacters, lineEnd, MalformedMessageError } from '../http1/header-lines.ts';
import { readHeaders, type RequestFacts, type RequestProblem } from './request-facts.ts';

/** Request line and header section of a client's request. */
export interface RequestHead {
  method: string;
  /** As sent; see `parseTarget`. */
  target: string;
  httpVersionMinor: 0 | 1;
  /** What the header section says, or why the request must not go any further. */
  facts: RequestFacts | RequestProblem;
}

/** The target in one of the forms a server that is no tunnel is sent (RFC 9112 section 3.2). */
const requestLine = /^([A-Z][A-Z-]*) ((?:\/|\*|[Hh][Tt][Tt][Pp][Ss]?:\/\/)[\x21-\x7e]*) HTTP\/1\.([01])$/;
const methods = new Set(METHODS.filter((method) => method !== 'CONNECT'));

/**
 * Strict (RFC 9112 sections 2 to 5): of two servers that read the same bytes differently, one can be talked past.
 * @param text everything before the empty line, in latin1, with its last CRLF
 * @throws {MalformedMessageError}
 */
export function parseRequestHead(text: string): RequestHead {
  checkCharacters(text);
  const end = lineEnd(text, 0);
  const [, method, target, minor] = requestLine.exec(text.slice(0, end)) ?? [];
  if (method === undefined || target === undefined || !methods.has(method))
    throw new MalformedMessageError('request line');
  const httpVersionMinor = minor === '1' ? 1 : 0;
  return { method, target, httpVersionMinor, facts: readHeaders(text, end + 2, httpVersionMinor) };
}

/**
 * Looks at a head that is not complete yet, so that what can never become one is refused at once.
 * @throws {MalformedMessageError}
 */
export function checkPartialHead(text: string): void {
  const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
  checkCharacters(whole);
  const first = lineEnd(whole, 0);
  if (first < whole.length && !requestLine.test(whole.slice(0, first))) throw new MalformedMessageError('request line');
  for (let end = first; end < whole.length;) end = lineEnd(whole, end + 2);
}
