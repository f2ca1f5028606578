import { isAuthority } from '../http1/authority.ts';
import { headerLine, lineEnd, MalformedMessageError, type HeaderLine } from '../http1/header-lines.ts';

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
  /** Whether the client wants to send more requests on this connection. */
  keepAlive: boolean;
  /** Whether a WebSocket is offered. Other upgrades are offers to ignore (RFC 9110 section 7.8). */
  upgrades: boolean;
  origin: string | undefined;
  fetchSite: string | undefined;
  fetchMode: string | undefined;
  userAgent: string | undefined;
  /** The session a page of ours was made for, as it says. */
  pageSession: string | undefined;
  /** For how long nobody has used that page. */
  pageIdleSeconds: number | undefined;
  accept: string;
  acceptLanguage: string;
  /** How often a request about the way may still be forwarded (RFC 9110 section 7.6.2). */
  maxForwards: string | undefined;
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

/** Why a request must not go any further: it could mean one thing here and another behind, or is nothing that is served. */
export type RequestProblem = 'host' | 'transfer_encoding' | 'content_length' | 'expect' | 'method' | 'version';

/** Names under which only the gateway speaks to the systems behind it. */
const ourPrefix = 'x-bridge-';
const mostConnectionOptions = 32;
/** Without leading zeros, by which some would take it for octal. */
const plainNumber = /^(?:0|[1-9]\d{0,14})$/;
/** Headers that no `Connection` header can have removed: they carry the message itself. */
const neverByConnection = new Set(['host', 'cookie', 'content-length', 'content-type', 'authorization', 'origin']);

/**
 * @param text a head in latin1; its header section begins at `from` and ends with the text, CRLF included
 * @throws {MalformedMessageError}
 */
export function readHeaders(text: string, from: number, httpVersionMinor: number): RequestFacts | RequestProblem {
  const facts = emptyFacts();
  const passed = new PassedLines(text);
  let hosts = 0;
  let named: Set<string> | undefined;
  let keeps = false;
  let closes = false;
  let upgrade: string | undefined;
  let next = from;
  while (next < text.length) {
    const at = next;
    const end = lineEnd(text, at);
    next = end + 2;
    const line = headerLine(text, at, end);
    const { name, value } = line;
    switch (name) {
      case 'host':
        hosts += 1;
        if (!isAuthority(value)) return 'host';
        facts.host = value;
        continue;
      case 'connection':
        switch (value.toLowerCase()) {
          case 'keep-alive':
            keeps = true;
            break;
          case 'close':
            closes = true;
            break;
          default:
            named ??= new Set();
            addTokens(value, named);
        }
        continue;
      case 'cookie':
        // HTTP/2 hops in front may have split it (RFC 9113 section 8.2.3).
        facts.cookie = facts.cookie === '' ? value : `${facts.cookie}; ${value}`;
        continue;
      case 'authorization':
        facts.authorization = value;
        continue;
      case 'content-length':
        if (facts.contentLength !== undefined || !plainNumber.test(value)) return 'content_length';
        facts.contentLength = value;
        continue;
      case 'transfer-encoding':
        if (facts.chunked || value.toLowerCase() !== 'chunked') return 'transfer_encoding';
        facts.chunked = true;
        continue;
      case 'expect':
        if (value.toLowerCase() !== '100-continue') return 'expect';
        facts.expectsContinue = true;
        continue;
      case 'x-forwarded-for':
        facts.forwarded.for = facts.forwarded.for === undefined ? value : `${facts.forwarded.for}, ${value}`;
        continue;
      case 'x-forwarded-proto':
        facts.forwarded.proto = value;
        continue;
      case 'x-forwarded-host':
        facts.forwarded.host = value;
        continue;
      case 'traceparent':
        // Given twice it is invalid (W3C Trace Context section 3.2), as is an empty one.
        facts.forwarded.traceparent = facts.forwarded.traceparent === undefined ? value : '';
        continue;
      case 'x-request-timeout-ms':
        facts.forwarded.timeoutMs = value;
        continue;
      case 'upgrade':
        // A choice of protocols is not ours to make.
        upgrade = upgrade === undefined ? value.toLowerCase() : '';
        continue;
      case 'keep-alive':
      case 'proxy-connection':
      case 'proxy-authenticate':
      case 'proxy-authorization':
      case 'te':
      case 'trailer':
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
        continue;
      case 'origin':
        facts.origin = value;
        break;
      case 'sec-fetch-site':
        facts.fetchSite = value;
        break;
      case 'sec-fetch-mode':
        facts.fetchMode = value;
        break;
      case 'user-agent':
        facts.userAgent = value;
        break;
      case 'x-page-session':
        facts.pageSession = value;
        continue;
      case 'x-page-idle':
        facts.pageIdleSeconds = /^\d{1,9}$/.test(value) ? Number(value) : undefined;
        continue;
      case 'accept':
        facts.accept = value;
        break;
      case 'accept-language':
        facts.acceptLanguage = value;
        break;
      case 'max-forwards':
        facts.maxForwards = value;
        break;
      default:
        // Many servers cannot tell X_Forwarded_For from X-Forwarded-For.
        if (name.startsWith(ourPrefix) || name.includes('_')) continue;
    }
    passed.add(line, at, next);
  }
  if (hosts > 1 || (hosts === 0 && httpVersionMinor > 0)) return 'host';
  if (facts.chunked && (facts.contentLength !== undefined || httpVersionMinor === 0)) return 'transfer_encoding';
  const http11 = httpVersionMinor > 0;
  facts.keepAlive = !closes && named?.has('close') !== true && (http11 || keeps || named?.has('keep-alive') === true);
  facts.upgrades =
    named?.has('upgrade') === true && upgrade === 'websocket' && http11 && !facts.chunked && !hasLength(facts);
  facts.passed = passed.end();
  if (named !== undefined) facts.passed = withoutNamed(facts.passed, named);
  return facts;
}

function hasLength({ contentLength }: RequestFacts): boolean {
  return contentLength !== undefined && Number(contentLength) > 0;
}

function addTokens(value: string, named: Set<string>): void {
  // Not trim(): it takes more for white space than HTTP does.
  for (const token of value.toLowerCase().split(/[ \t]*,[ \t]*/)) if (!neverByConnection.has(token)) named.add(token);
  if (named.size > mostConnectionOptions) throw new MalformedMessageError('connection options');
}

function withoutNamed(lines: string, named: ReadonlySet<string>): string {
  return lines
    .split('\r\n')
    .filter((line) => line !== '' && !named.has(line.slice(0, line.indexOf(':')).toLowerCase()))
    .map((line) => `${line}\r\n`)
    .join('');
}

/** Lines to be sent on. Where they stand together as they should look they are one slice of what was received. */
class PassedLines {
  private lines = '';
  private start = 0;
  private stop = 0;

  constructor(private readonly text: string) {}

  add({ name, value, plain }: HeaderLine, from: number, to: number): void {
    if (plain && this.stop === from) {
      this.stop = to;
      return;
    }
    this.flush();
    if (!plain) this.lines += `${name}: ${value}\r\n`;
    this.start = from;
    this.stop = plain ? to : from;
  }

  end(): string {
    this.flush();
    return this.lines;
  }

  private flush(): void {
    if (this.stop > this.start) this.lines += this.text.slice(this.start, this.stop);
    this.start = this.stop;
  }
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
    keepAlive: false,
    upgrades: false,
    origin: undefined,
    fetchSite: undefined,
    fetchMode: undefined,
    userAgent: undefined,
    pageSession: undefined,
    pageIdleSeconds: undefined,
    accept: '',
    acceptLanguage: '',
    maxForwards: undefined,
    forwarded: { for: undefined, proto: undefined, host: undefined, traceparent: undefined, timeoutMs: undefined },
  };
}
