import type { IncomingMessage } from 'node:http';
import { lowerName } from '../upstream/response-head.ts';

/**
 * A request's header section, read once: what the gateway itself needs, and the ordinary rest as lines ready to be sent
 * on. What only concerns one connection (RFC 9110 section 7.6.1), and what only the gateway may say, is left out.
 */
export interface RequestFacts {
  /** Lines of ordinary headers, each ended by CRLF. */
  passed: string;
  host: string;
  cookie: string;
  authorization: string | undefined;
  contentLength: string | undefined;
  chunked: boolean;
  expectsContinue: boolean;
  origin: string | undefined;
  fetchSite: string | undefined;
  fetchMode: string | undefined;
  accept: string;
  acceptLanguage: string;
  /** Believed only from a trusted hop. */
  forwarded: ForwardedClaims;
}

export interface ForwardedClaims {
  for: string | undefined;
  proto: string | undefined;
  host: string | undefined;
  traceparent: string | undefined;
  timeoutMs: string | undefined;
}

/** Why a request must not go any further: it could mean one thing here and another behind. */
export type RequestProblem = 'host' | 'transfer_encoding' | 'content_length' | 'expect';

const noTokens: ReadonlySet<string> = new Set();
/** Headers that no `Connection` header can have removed: they carry the message itself. */
const neverByConnection = new Set(['host', 'cookie', 'content-length', 'content-type', 'authorization', 'origin']);

export function readRequest(request: IncomingMessage): RequestFacts | RequestProblem {
  const raw = request.rawHeaders;
  const facts = emptyFacts();
  let hosts = 0;
  let named = noTokens;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    switch (lowerName(name)) {
      case 'host':
        hosts += 1;
        facts.host = value;
        break;
      case 'connection':
        named = namedBy(value, named);
        break;
      case 'cookie':
        // HTTP/2 hops in front may have split it (RFC 9113 section 8.2.3).
        facts.cookie = facts.cookie === '' ? value : `${facts.cookie}; ${value}`;
        break;
      case 'authorization':
        facts.authorization = value;
        break;
      case 'content-length':
        if (facts.contentLength !== undefined) return 'content_length';
        facts.contentLength = value;
        break;
      case 'transfer-encoding':
        if (facts.chunked || value.toLowerCase() !== 'chunked') return 'transfer_encoding';
        facts.chunked = true;
        break;
      case 'expect':
        if (value.toLowerCase() !== '100-continue') return 'expect';
        facts.expectsContinue = true;
        break;
      case 'x-forwarded-for':
        facts.forwarded.for = facts.forwarded.for === undefined ? value : `${facts.forwarded.for}, ${value}`;
        break;
      case 'x-forwarded-proto':
        facts.forwarded.proto = value;
        break;
      case 'x-forwarded-host':
        facts.forwarded.host = value;
        break;
      case 'traceparent':
        // Given twice it is invalid (W3C Trace Context section 3.2), as is an empty one.
        facts.forwarded.traceparent = facts.forwarded.traceparent === undefined ? value : '';
        break;
      case 'x-request-timeout-ms':
        facts.forwarded.timeoutMs = value;
        break;
      case 'keep-alive':
      case 'proxy-connection':
      case 'proxy-authenticate':
      case 'proxy-authorization':
      case 'te':
      case 'trailer':
      case 'upgrade':
      case 'forwarded':
      case 'x-real-ip':
      case 'x-forwarded-port':
      case 'x-forwarded-prefix':
      case 'x-forwarded-server':
      case 'x-forwarded-ssl':
      case 'x-original-url':
      case 'x-rewrite-url':
      case 'x-original-host':
      case 'tracestate':
      case 'baggage':
      case 'via':
        break;
      case 'origin':
        facts.origin = value;
        facts.passed += `${name}: ${value}\r\n`;
        break;
      case 'sec-fetch-site':
        facts.fetchSite = value;
        facts.passed += `${name}: ${value}\r\n`;
        break;
      case 'sec-fetch-mode':
        facts.fetchMode = value;
        facts.passed += `${name}: ${value}\r\n`;
        break;
      case 'accept':
        facts.accept = value;
        facts.passed += `${name}: ${value}\r\n`;
        break;
      case 'accept-language':
        facts.acceptLanguage = value;
        facts.passed += `${name}: ${value}\r\n`;
        break;
      default:
        if (!isOurs(name)) facts.passed += `${name}: ${value}\r\n`;
    }
  }
  if (hosts > 1 || (hosts === 0 && request.httpVersionMinor > 0)) return 'host';
  if (facts.chunked && (facts.contentLength !== undefined || request.httpVersionMinor === 0))
    return 'transfer_encoding';
  if (named.size > 0) facts.passed = withoutNamed(facts.passed, named);
  return facts;
}

/** Names under which only the gateway speaks to the systems behind it. */
function isOurs(name: string): boolean {
  const first = name.charCodeAt(0) | 0x20;
  return first === 120 && lowerName(name).startsWith('x-bridge-');
}

function namedBy(value: string, known: ReadonlySet<string>): ReadonlySet<string> {
  const lower = value.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return known;
  return new Set(
    [...known, ...lower.split(',').map((each) => each.trim())].filter((each) => !neverByConnection.has(each)),
  );
}

function withoutNamed(lines: string, named: ReadonlySet<string>): string {
  return lines
    .split('\r\n')
    .filter((line) => line !== '' && !named.has(lowerName(line.slice(0, line.indexOf(':')))))
    .map((line) => `${line}\r\n`)
    .join('');
}

function emptyFacts(): RequestFacts {
  return {
    passed: '',
    host: '',
    cookie: '',
    authorization: undefined,
    contentLength: undefined,
    chunked: false,
    expectsContinue: false,
    origin: undefined,
    fetchSite: undefined,
    fetchMode: undefined,
    accept: '',
    acceptLanguage: '',
    forwarded: { for: undefined, proto: undefined, host: undefined, traceparent: undefined, timeoutMs: undefined },
  };
}
