import type { Socket } from 'node:net';
import type { Trackable } from '@wellspring/platform';
import { ChunkedBody } from '../http1/chunked-body.ts';
import { endWith } from '../http1/end-with.ts';
import { MalformedMessageError } from '../http1/header-lines.ts';
import { LengthBody } from '../http1/length-body.ts';
import { askerIn, type Asker } from './asker.ts';
import { FrontRequest, type BodySource } from './front-request.ts';
import { FrontResponse, type ResponseOwner } from './front-response.ts';
import type { RequestFacts, RequestProblem } from './request-facts.ts';
import { checkPartialHead, parseRequestHead } from './request-head.ts';

export interface FrontLimits {
  /** Request line and header section together. */
  readonly headBytes: number;
  /** For a head to arrive, and for the rest of a body nobody reads. */
  readonly headMs: number;
  /** For a client to take what is left of a response that is complete. */
  readonly readMs: number;
  /** For which a connection is kept between two requests. */
  readonly idleMs: number;
}

/** Who is told what arrives on a connection. */
export interface ConnectionOwner {
  readonly limits: FrontLimits;
  readonly keepAliveLines: string;
  readonly responseLines: string;
  /** Answers, now or later. */
  accept(request: FrontRequest, response: FrontResponse): void;
  upgrade(request: FrontRequest, socket: Socket, early: Buffer): void;
  /**
   * No request came of it, or only the beginning of one. To be answered, and ended, on the bare socket.
   * @param response to the request whose body went wrong
   * @returns status of the answer
   */
  refuse(socket: Socket, error: unknown, asker: Asker, response: FrontResponse | undefined): number;
  closed(connection: FrontConnection): void;
}

/** The head or header section takes more than `headBytes`. */
export class HeadTooLargeError extends MalformedMessageError {
  override message = 'head too large';
}
/** The head did not come within `headMs`. */
export class HeadTooSlowError extends Error {
  override message = 'head too slow';
}

const emptyLine = Buffer.from('\r\n\r\n');
/** A client that keeps to the announced time must not meet the end of its connection. */
const idleGraceMs = 1_000;
const mostHeldBytes = 65_536;
const cr = 13;
const lf = 10;

const none = Buffer.alloc(0);

/**
 * One connection of a client: its requests one after another, each read only when the response before it is out. After
 * anything that could be read in two ways nothing more is believed: one answer, and the connection is over.
 */
export class FrontConnection implements Trackable, BodySource, ResponseOwner {
  slot = -1;
  readonly flushed: (error?: Error | null) => void;
  private request: FrontRequest | undefined;
  private response: FrontResponse | undefined;
  /** While the current request's body is not complete. */
  private body: ChunkedBody | LengthBody | undefined;
  /** Received and not taken yet: an incomplete head, or what was sent ahead of its turn. */
  private held: Buffer | undefined;
  private paused = false;
  private beforeFirst = true;
  private inHead = false;
  private closing = false;
  /** When what the connection waits for began, by the monotonic clock in ms. */
  private since = performance.now();

  constructor(
    readonly socket: Socket,
    private readonly owner: ConnectionOwner,
  ) {
    this.flushed = (error) => {
      if (error == null) this.responded();
    };
    socket.on('data', this.onData);
    socket.on('end', this.onEnd);
    socket.on('drain', this.onDrain);
    socket.on('error', this.onError);
    socket.on('close', this.onClose);
  }

  get keepAliveLines(): string {
    return this.owner.keepAliveLines;
  }

  get responseLines(): string {
    return this.owner.responseLines;
  }

  /** Called from time to time with the monotonic clock. */
  tick(now: number): void {
    const { headMs, readMs, idleMs } = this.owner.limits;
    const waitedMs = now - this.since;
    if (this.closing) return;
    if (this.response !== undefined) {
      // Until it is complete, whoever answers has deadlines of its own. A connection that is not read shows no end, though.
      const isFlooded = this.held !== undefined && this.held.length > mostHeldBytes && waitedMs > headMs;
      if (isFlooded || now - this.response.endedAt > readMs) this.socket.destroy();
    } else if (this.inHead) {
      if (waitedMs > headMs) this.refuse(new HeadTooSlowError(), this.held);
    } else if (waitedMs > (this.body !== undefined || this.beforeFirst ? headMs : idleMs + idleGraceMs)) {
      // Browsers open connections ahead of need: an answer to nothing would be taken for that of the first request.
      this.socket.destroy();
    }
  }

  holdBack(): void {
    if (this.paused) return;
    this.paused = true;
    this.socket.pause();
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.socket.resume();
  }

  private readonly onData = (chunk: Buffer): void => {
    const bytes = this.held === undefined ? chunk : Buffer.concat([this.held, chunk]);
    this.held = undefined;
    this.take(bytes);
  };

  private readonly onEnd = (): void => {
    if (this.response?.isEnded === true) {
      // Its last response is on the way.
      this.response.shouldKeepAlive = false;
    } else if (this.closing) {
      this.socket.end();
    } else if (this.inHead || (this.body !== undefined && this.response !== undefined)) {
      this.refuse(new MalformedMessageError('end of the connection'), this.held);
    } else if (this.response !== undefined || this.body !== undefined) {
      // A client that closes its side before it has its answer has gone: few who wait for one do.
      this.socket.destroy();
    } else {
      this.socket.end();
    }
  };

  private readonly onDrain = (): void => {
    this.response?.drained();
  };

  private readonly onError = (): void => {
    // Its close follows.
  };

  private readonly onClose = (): void => {
    this.endResponse(false);
    this.owner.closed(this);
  };

  private take(bytes: Buffer): void {
    try {
      let rest = bytes;
      while (rest.length > 0 && !this.closing) {
        if (this.body !== undefined) rest = this.takeBody(this.body, rest);
        else if (this.response !== undefined) rest = this.hold(rest);
        else rest = this.takeHead(rest);
      }
    } catch (error) {
      this.refuse(error, bytes);
    }
  }

  /** Keeps what was sent ahead until its turn, and no more of it than this. */
  private hold(rest: Buffer): Buffer {
    this.held = rest;
    if (rest.length > mostHeldBytes && !this.paused) {
      this.since = performance.now();
      this.holdBack();
    }
    return none;
  }

  private takeHead(input: Buffer): Buffer {
    const from = afterEmptyLines(input);
    const end = input.indexOf(emptyLine, from);
    if ((end < 0 ? input.length : end) - from > this.owner.limits.headBytes) throw new HeadTooLargeError();
    if (end < 0) {
      this.takePartOfHead(input, from);
      return none;
    }
    this.inHead = false;
    this.beforeFirst = false;
    const head = parseRequestHead(input.toString('latin1', from, end + 2));
    const rest = input.subarray(end + emptyLine.length);
    const request = new FrontRequest(head, this);
    return request.isHandshake ? this.upgrade(request, rest) : this.begin(request, rest);
  }

  private takePartOfHead(input: Buffer, from: number): void {
    if (from === input.length) return;
    checkPartialHead(input.toString('latin1', from));
    if (!this.inHead && !this.beforeFirst) this.since = performance.now();
    this.inHead = true;
    // Without the empty lines before it: there may be any number of them.
    this.held = input.subarray(from);
  }

  private begin(request: FrontRequest, rest: Buffer): Buffer {
    const { facts } = request;
    this.request = request;
    this.body = bodyOf(facts);
    let left = rest;
    // What came along is looked at before anybody is told: of a body that begins malformed nothing has happened yet.
    if (this.body !== undefined) left = this.takeBody(this.body, rest);
    else if (typeof facts !== 'string') request.receiveEnd();
    this.response = new FrontResponse(request, this, typeof facts !== 'string' && facts.keepAlive);
    this.owner.accept(request, this.response);
    return left;
  }

  private takeBody(body: ChunkedBody | LengthBody, input: Buffer): Buffer {
    const { request } = this;
    const used = body.push(input, (chunk) => request?.receive(chunk));
    if (body.done) {
      this.body = undefined;
      request?.receiveEnd();
    }
    return used < input.length ? input.subarray(used) : none;
  }

  /** From here on the bytes are not HTTP any more. */
  private upgrade(request: FrontRequest, early: Buffer): Buffer {
    const { socket } = this;
    this.closing = true;
    socket.off('data', this.onData);
    socket.off('end', this.onEnd);
    socket.off('drain', this.onDrain);
    socket.off('error', this.onError);
    socket.off('close', this.onClose);
    // Whoever takes it over does not listen yet.
    socket.pause();
    this.owner.closed(this);
    this.owner.upgrade(request, socket, early);
    return none;
  }

  /** The response is out: the next request, if the connection may have one. */
  private responded(): void {
    const { response } = this;
    if (response === undefined) return;
    this.endResponse(true);
    this.since = performance.now();
    if (!response.shouldKeepAlive) {
      this.closing = true;
      endWith(this.socket);
      return;
    }
    if (this.body !== undefined) this.request?.drop();
    else this.request = undefined;
    const { held } = this;
    this.held = undefined;
    if (this.body === undefined) this.resume();
    if (held !== undefined) this.take(held);
  }

  /** @param head what came, when no request came of it */
  private refuse(error: unknown, head: Buffer = none): void {
    const { response, socket } = this;
    this.body = undefined;
    this.held = undefined;
    if (response?.isEnded === true) {
      // The answer to what was good is on its way; the connection ends with it.
      response.shouldKeepAlive = false;
      this.holdBack();
      return;
    }
    this.closing = true;
    // Anything in the middle of a response would be taken for its body.
    if (response?.headersSent === true || !socket.writable) {
      socket.destroy();
    } else {
      const asker = response?.req.asker ?? askerIn(head.toString('latin1'));
      const status = this.owner.refuse(socket, error, asker, response);
      response?.answered(status);
    }
    this.endResponse(false);
  }

  private endResponse(finished: boolean): void {
    const { response } = this;
    this.response = undefined;
    response?.close(finished);
  }
}

function bodyOf(facts: RequestFacts | RequestProblem): ChunkedBody | LengthBody | undefined {
  if (typeof facts === 'string') return undefined;
  if (facts.chunked) return new ChunkedBody('stranger');
  const length = Number(facts.contentLength ?? 0);
  return length > 0 ? new LengthBody(length) : undefined;
}

/** An empty line or two before a request are ignored (RFC 9112 section 2.2). */
function afterEmptyLines(input: Buffer): number {
  let at = 0;
  while (input[at] === cr && input[at + 1] === lf) at += 2;
  return at;
}
