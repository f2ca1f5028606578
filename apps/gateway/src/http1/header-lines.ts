import { detached } from '@wellspring/platform/detached';

/** A message that is no clean HTTP/1.1 (RFC 9112): whoever sent it may mean something else than what could be read. */
export class MalformedMessageError extends Error {}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** In no line of a head; where lines end is looked at by {@link lineEnd}. */
const forbidden = /[^\t\r\n\x20-\x7e\x80-\xff]/;
const spaceCode = 32;
const tab = 9;

const maxRememberedNames = 2_000;
const knownNames = new Map<string, string>();

/** One `Name: value` line (RFC 9112 section 5). */
export interface HeaderLine {
  /** In lower case. */
  name: string;
  value: string;
  /** Whether it reads `Name: value` with one space before the value and none after. */
  plain: boolean;
}

/** @throws {MalformedMessageError} when a head has characters that none may have */
export function checkCharacters(head: string): void {
  if (forbidden.test(head)) throw new MalformedMessageError('control character');
}

/**
 * Where the line that begins at `from` ends: at the CRLF, or with the text. Half of a line end is none, and what two
 * servers could take for different numbers of lines is refused. @throws {MalformedMessageError}
 */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\r', from);
  const lineFeed = text.indexOf('\n', from);
  if (end < 0 && lineFeed < 0) return text.length;
  if (end < 0 || lineFeed !== end + 1) throw new MalformedMessageError('line end');
  return end;
}

/** A folded line begins with white space, which no name may. @throws {MalformedMessageError} */
export function headerLine(text: string, from: number, end: number): HeaderLine {
  const colon = text.indexOf(':', from);
  if (colon < 0 || colon >= end) throw new MalformedMessageError('header name');
  const name = nameOf(text.slice(from, colon));
  let start = colon + 1;
  let stop = end;
  while (start < stop && isSpace(text.charCodeAt(start))) start += 1;
  while (stop > start && isSpace(text.charCodeAt(stop - 1))) stop -= 1;
  const plain = start === colon + 2 && stop === end && text.charCodeAt(colon + 1) === spaceCode;
  return { name, value: text.slice(start, stop), plain };
}

/** Names repeat on every message, so the answer is remembered. */
function nameOf(raw: string): string {
  const known = knownNames.get(raw);
  if (known !== undefined) return known;
  if (!token.test(raw)) throw new MalformedMessageError('header name');
  const name = raw.toLowerCase();
  if (knownNames.size < maxRememberedNames) knownNames.set(detached(raw), name);
  return name;
}

function isSpace(character: number): boolean {
  return character === spaceCode || character === tab;
}
