import { checkCharacters, headerLine, lineEnd, MalformedMessageError } from '../http1/header-lines.ts';

/** Status line and header section of an upstream's response, checked as strictly as a request is at the front door. */
export interface ResponseHead {
  status: number;
  reason: string;
  /** False for HTTP/1.0, which neither chunks nor keeps a connection by default. */
  http11: boolean;
  /** Name in lower case, value, name, value… */
  headers: string[];
}

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;

/**
 * @param text everything before the empty line, in latin1, without the final CRLF
 * @throws {MalformedMessageError}
 */
export function parseResponseHead(text: string): ResponseHead {
  checkCharacters(text);
  let end = lineEnd(text, 0);
  const start = statusLine.exec(text.slice(0, end));
  if (!start) throw new MalformedMessageError('status line');
  const headers: string[] = [];
  while (end < text.length) {
    const from = end + 2;
    end = lineEnd(text, from);
    const { name, value } = headerLine(text, from, end);
    // The same length twice is one (RFC 9110 section 8.6); two that differ are found by `factsOf`.
    if (name === 'content-length' && lengthIn(headers) === value) continue;
    headers.push(name, value);
  }
  return { status: Number(start[2]), reason: start[3] ?? '', http11: start[1] === '1', headers };
}

function lengthIn(headers: readonly string[]): string | undefined {
  const at = headers.findIndex((name, i) => i % 2 === 0 && name === 'content-length');
  return at < 0 ? undefined : headers[at + 1];
}

/** How the end of a response's body is found (RFC 9112 section 6.3). */
export type Framing =
  { kind: 'none' } | { kind: 'length'; bytes: number } | { kind: 'chunked' } | { kind: 'until-close' };

export interface MessageFacts {
  framing: Framing;
  /** Whether the connection may carry another request afterwards. */
  persistent: boolean;
  /** How long the upstream says it keeps an idle connection (`Keep-Alive: timeout`), if it says. */
  idleTimeoutMs?: number;
}

export function factsOf(head: ResponseHead, method: string): MessageFacts {
  let length: string | undefined;
  let coding: string | undefined;
  let closes = false;
  let keeps = false;
  let idleTimeoutMs: number | undefined;
  const { headers } = head;
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1] ?? '';
    switch (headers[i] ?? '') {
      case 'content-length':
        if (!/^\d{1,15}$/.test(value) || (length !== undefined && length !== value)) {
          throw new MalformedMessageError('content length');
        }
        length = value;
        break;
      case 'transfer-encoding':
        coding = coding === undefined ? value.toLowerCase() : `${coding}, ${value.toLowerCase()}`;
        break;
      case 'connection':
        closes ||= value !== 'keep-alive' && names(value, 'close');
        keeps ||= value === 'keep-alive' || names(value, 'keep-alive');
        break;
      case 'keep-alive': {
        const seconds = /timeout=(\d{1,6})/.exec(value)?.[1];
        if (seconds !== undefined) idleTimeoutMs = Number(seconds) * 1_000;
        break;
      }
      default:
    }
  }
  const framing = framingOf(head, method, length, coding);
  const asked = head.http11 ? !closes : keeps;
  return {
    framing,
    persistent: asked && framing.kind !== 'until-close',
    ...(idleTimeoutMs === undefined ? {} : { idleTimeoutMs }),
  };
}

function names(connection: string, option: string): boolean {
  return connection.split(',').some((each) => each.trim().toLowerCase() === option);
}

function framingOf(
  head: ResponseHead,
  method: string,
  length: string | undefined,
  coding: string | undefined,
): Framing {
  if (method === 'HEAD' || head.status === 204 || head.status === 304 || head.status < 200) return { kind: 'none' };
  if (coding !== undefined) {
    // Two ways to end one body is how responses are smuggled; a coding we cannot undo would be relayed as if it were plain.
    if (length !== undefined || coding !== 'chunked' || !head.http11)
      throw new MalformedMessageError('transfer encoding');
    return { kind: 'chunked' };
  }
  return length === undefined ? { kind: 'until-close' } : { kind: 'length', bytes: Number(length) };
}
