import { METHODS } from 'node:http';
import { checkCharacters, lineEnd, MalformedMessageError } from '../http1/header-lines.ts';
import { askerIn, type Asker } from './asker.ts';
import { readHeaders, type RequestFacts, type RequestProblem } from './request-facts.ts';

/** Request line and header section of a client's request. */
export interface RequestHead {
  method: string;
  /** As sent; see `parseTarget`. */
  target: string;
  httpVersionMinor: 0 | 1;
  /** What the header section says, or why the request must not go any further. */
  facts: RequestFacts | RequestProblem;
  /** Of a head with a problem, whose facts were not read to the end. */
  asker?: Asker;
}

/** What is served, with the target in one of the forms a server that is no tunnel is sent (RFC 9112 section 3.2). */
const requestLine = /^([A-Z][A-Z-]*) ((?:\/|\*|[Hh][Tt][Tt][Pp][Ss]?:\/\/)[\x21-\x7e]*) HTTP\/1\.([01])$/;
/** What is a request line, though not one of ours. */
const anyRequestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e]+) HTTP\/(\d\.\d)$/;
const methods = new Set(METHODS.filter((method) => method !== 'CONNECT'));

/**
 * Strict (RFC 9112 sections 2 to 5): of two servers that read the same bytes differently, one can be talked past.
 * @param text everything before the empty line, in latin1, with its last CRLF
 * @throws {MalformedMessageError}
 */
export function parseRequestHead(text: string): RequestHead {
  checkCharacters(text);
  const end = lineEnd(text, 0);
  const line = text.slice(0, end);
  const [, method, target, minor] = requestLine.exec(line) ?? [];
  if (method === undefined || target === undefined || !methods.has(method)) {
    checkLineEnds(text, end);
    return unserved(line, text);
  }
  const httpVersionMinor = minor === '1' ? 1 : 0;
  const facts = readHeaders(text, end + 2, httpVersionMinor);
  if (typeof facts !== 'string') return { method, target, httpVersionMinor, facts };
  // The rest was not read, and what is malformed is answered so however it arrives.
  checkLineEnds(text, end);
  return { method, target, httpVersionMinor, facts, asker: askerIn(text) };
}

/**
 * Looks at a head that is not complete yet, so that what can never become one is refused at once.
 * @throws {MalformedMessageError}
 */
export function checkPartialHead(text: string): void {
  const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
  checkCharacters(whole);
  const first = lineEnd(whole, 0);
  if (first < whole.length && !anyRequestLine.test(whole.slice(0, first)))
    throw new MalformedMessageError('request line');
  checkLineEnds(whole, first);
}

function checkLineEnds(text: string, firstEnd: number): void {
  for (let end = firstEnd; end < text.length;) end = lineEnd(text, end + 2);
}

/** Well-formed, but of a version (RFC 9110 section 15.6.6) or method (section 9.1) that is not served. */
function unserved(line: string, text: string): RequestHead {
  const [, method, target, version] = anyRequestLine.exec(line) ?? [];
  if (method === undefined || target === undefined) throw new MalformedMessageError('request line');
  const known = version === '1.1' || version === '1.0';
  // Left is a target in none of the forms that are for servers.
  if (known && methods.has(method)) throw new MalformedMessageError('request line');
  return { method, target, httpVersionMinor: 0, facts: known ? 'method' : 'version', asker: askerIn(text) };
}
