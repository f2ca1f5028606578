/** Status line and header section of an upstream's response, checked as strictly as a request is at the front door. */
export interface ResponseHead {
  status: number;
  reason: string;
  /** False for HTTP/1.0, which neither chunks nor keeps a connection by default. */
  http11: boolean;
  /** Name, value, name, value… as sent; `lowerName(rawHeaders[i])` gives the name to compare with. */
  rawHeaders: string[];
}

export class MalformedResponseError extends Error {}

const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const forbiddenInValue = /[\0\r\n]/;

const maxRememberedNames = 2_000;
const lowerNames = new Map<string, string>();

/** Lower case of a header name. Names repeat on every message, so the answer is remembered. */
export function lowerName(name: string): string {
  const known = lowerNames.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  if (lowerNames.size < maxRememberedNames) lowerNames.set(name, lower);
  return lower;
}

/** @param text everything before the empty line, in latin1, without the final CRLF. */
export function parseResponseHead(text: string): ResponseHead {
  let lineEnd = text.indexOf('\r\n');
  if (lineEnd < 0) lineEnd = text.length;
  const start = statusLine.exec(text.slice(0, lineEnd));
  if (!start) throw new MalformedResponseError('status line');
  const head: ResponseHead = {
    status: Number(start[2]),
    reason: start[3] ?? '',
    http11: start[1] === '1',
    rawHeaders: [],
  };
  while (lineEnd < text.length) {
    const from = lineEnd + 2;
    lineEnd = text.indexOf('\r\n', from);
    if (lineEnd < 0) lineEnd = text.length;
    addHeaderLine(head.rawHeaders, text.slice(from, lineEnd));
  }
  return head;
}

/** Adds one `Name: value` line, also used for trailers. A folded line begins with white space, which no name may. */
export function addHeaderLine(rawHeaders: string[], line: string): void {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0));
  if (!lowerNames.has(name) && !token.test(name)) throw new MalformedResponseError('header name');
  const value = line.slice(colon + 1).trim();
  if (forbiddenInValue.test(value)) throw new MalformedResponseError('header value');
  rawHeaders.push(name, value);
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
  let connection = '';
  let idleTimeoutMs: number | undefined;
  const { rawHeaders } = head;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const value = rawHeaders[i + 1] ?? '';
    switch (lowerName(rawHeaders[i] ?? '')) {
      case 'content-length':
        if (!/^\d{1,15}$/.test(value) || (length !== undefined && length !== value)) {
          throw new MalformedResponseError('content length');
        }
        length = value;
        break;
      case 'transfer-encoding':
        coding = coding === undefined ? value.toLowerCase() : `${coding}, ${value.toLowerCase()}`;
        break;
      case 'connection':
        connection += `,${value.toLowerCase()}`;
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
  const asked = head.http11 ? !/(^|,)\s*close\s*(,|$)/.test(connection) : /(^|,)\s*keep-alive\s*(,|$)/.test(connection);
  return {
    framing,
    persistent: asked && framing.kind !== 'until-close',
    ...(idleTimeoutMs === undefined ? {} : { idleTimeoutMs }),
  };
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
      throw new MalformedResponseError('transfer encoding');
    return { kind: 'chunked' };
  }
  return length === undefined ? { kind: 'until-close' } : { kind: 'length', bytes: Number(length) };
}
