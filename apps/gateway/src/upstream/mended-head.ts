import { MalformedMessageError } from '../http1/header-lines.ts';
import type { Leniency } from '../upstream/leniencies.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A head as its sender must have meant it, and what had to be forgiven for that. */
export interface MendedHead {
  text: string;
  mistakes: readonly Leniency[];
}

/**
 * Puts right what servers of old do in the heads of their answers. Whatever is not among the leniencies is left as it is,
 * for the strict reading that follows.
 * @param text everything before the empty line, in latin1
 * @throws {MalformedMessageError} where nothing can be meant
 */
export function mended(text: string): MendedHead {
  if (text.includes('\0')) throw new MalformedMessageError('NUL');
  const mistakes = new Set<Leniency>();
  const put = (before: string, pattern: RegExp, by: string, mistake: Leniency): string => {
    const after = before.replace(pattern, by);
    if (after !== before) mistakes.add(mistake);
    return after;
  };
  let whole = put(text, /^[\r\n]+/, '', 'leadingBlankLines');
  whole = put(whole, /[^\t\r\n\x20-\x7e\x80-\xff]/g, '', 'controlCharacters');
  whole = put(whole, /(?<!\r)\n/g, '\r\n', 'bareLf');
  whole = unfolded(whole, mistakes);

  const [statusLine = '', ...lines] = whole.split('\r\n');
  const headers = lines.flatMap((line) => header(line, mistakes));
  return { text: framed(statusLine, headers, mistakes), mistakes: [...mistakes] };
}

/** Nothing can go on in the line after the status. */
function unfolded(text: string, mistakes: Set<Leniency>): string {
  const status = text.indexOf('\r\n');
  return text.replace(/\r\n[\t ]+(?=[^\t\r\n ])/g, (fold, at: number) => {
    if (at === status) return fold;
    mistakes.add('foldedLines');
    return ' ';
  });
}

interface Header {
  name: string;
  value: string;
}

function header(line: string, mistakes: Set<Leniency>): Header[] {
  const colon = line.indexOf(':');
  if (colon < 0) {
    mistakes.add('linesWithoutColon');
    return [];
  }
  const raw = line.slice(0, colon);
  const name = raw.trimEnd();
  if (!token.test(name)) {
    mistakes.add('invalidNames');
    return [];
  }
  if (name !== raw) mistakes.add('spaceBeforeColon');
  return [{ name, value: line.slice(colon + 1).trim() }];
}

/** What the head says about the end of the body. */
function framed(statusLine: string, headers: readonly Header[], mistakes: Set<Leniency>): string {
  const codings = headers.filter(({ name }) => is(name, 'transfer-encoding')).map(({ value }) => value.toLowerCase());
  const only = codings.length === 1 ? codings[0] : undefined;
  const chunked = only === 'chunked';
  const kept = headers.flatMap(({ name, value }): Header[] => {
    if (only === 'identity' && is(name, 'transfer-encoding')) {
      mistakes.add('teIdentity');
      return [];
    }
    if (!is(name, 'content-length')) return [{ name, value }];
    if (chunked) {
      mistakes.add('lengthBesideChunked');
      return [];
    }
    const [length = '', ...same] = value.split(/\s*,\s*/);
    if (same.length === 0) return [{ name, value }];
    if (same.some((each) => each !== length)) throw new MalformedMessageError('content length');
    mistakes.add('lengthList');
    return [{ name, value: length }];
  });
  let status = statusLine;
  if (chunked && status.startsWith('HTTP/1.0 ')) {
    mistakes.add('chunkedHttp10');
    status = status.replace('HTTP/1.0', 'HTTP/1.1');
  }
  return [status, ...kept.map(({ name, value }) => `${name}: ${value}`)].join('\r\n');
}

function is(name: string, other: string): boolean {
  return name.toLowerCase() === other;
}
