import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ExchangeResponse } from '@wellspring/platform';
import { writeAtEndOfTurn } from '../http1/end-of-turn.ts';
import { takesMore } from '../http1/takes-more.ts';
import { writeChunk } from '../http1/write-chunk.ts';
import type { FrontRequest } from './front-request.ts';
import { httpDate } from './http-date.ts';

/** Header fields: name in lower case, value, name, value… */
export type HeaderList = readonly string[];

/** The connection a response goes out on. */
export interface ResponseOwner {
  readonly socket: Socket;
  /** Lines that tell a client its connection is kept. */
  readonly keepAliveLines: string;
  /** Lines for every response at this address, unless it brings its own `strict-transport-security`. */
  readonly responseLines: string;
  /** To be called once the whole response has been handed to the operating system. */
  readonly flushed: (error?: Error | null) => void;
}

const invalidInValue = /[^\t\x20-\x7e\x80-\xff]/;
const longestJoined = 16_384;
const none = Buffer.alloc(0);
const nothing = (): void => undefined;

/**
 * The response to one request (RFC 9112 section 6). Its head goes out with the first of the body: one string is one write.
 * What was promised is kept to: a response that ends short of its `content-length` takes its connection along.
 */
export class FrontResponse implements ExchangeResponse {
  statusCode = 200;
  headersSent = false;
  destroyed = false;
  writableFinished = false;
  shouldKeepAlive: boolean;
  /** When the last of it was given, by the monotonic clock in ms. */
  endedAt = Number.POSITIVE_INFINITY;
  private closed = false;
  private continued = false;
  private head = '';
  private chunked = false;
  private bodiless = false;
  /** Bytes still owed by `content-length`. */
  private owed: number | undefined;
  private onDrained = nothing;
  private readonly onClosed: (() => void)[] = [];

  constructor(
    readonly req: FrontRequest,
    private readonly owner: ResponseOwner,
    keepAlive: boolean,
  ) {
    this.shouldKeepAlive = keepAlive;
  }

  /** Called once, when the response is out or will never be. */
  onClose(listener: () => void): void {
    if (this.closed) listener();
    else this.onClosed.push(listener);
  }

  /** Called each time the client has taken what was waiting. */
  onDrain(listener: () => void): void {
    this.onDrained = listener;
  }

  /** Whether nothing will be added to it. */
  get isEnded(): boolean {
    return this.endedAt < Number.POSITIVE_INFINITY;
  }

  /** Whether this is all that is missing of a body whose length is known. */
  completes(chunk: Buffer): boolean {
    return this.owed === chunk.length;
  }

  /** Whether something that was written waits for the client to take it. */
  get pending(): boolean {
    return this.owner.socket.writableLength > 0;
  }

  /** Whether the client asked for interim responses by speaking HTTP/1.1. */
  get takesInformation(): boolean {
    return !this.headersSent && this.req.httpVersionMinor > 0;
  }

  writeContinue(): void {
    if (!this.takesInformation) return;
    this.continued = true;
    this.owner.socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
  }

  /** 103 (RFC 8297) with these `Link` values. */
  writeEarlyHints(links: readonly string[]): void {
    if (!this.takesInformation) return;
    const lines = links.map((link) => `link: ${checked('link', link)}\r\n`).join('');
    this.owner.socket.write(`HTTP/1.1 103 Early Hints\r\n${lines}\r\n`, 'latin1');
  }

  writeHead(status: number, headers: Record<string, string | number>): this {
    const list = Object.entries(headers).flatMap(([name, value]) => [name.toLowerCase(), String(value)]);
    return this.begin(status, list);
  }

  /** Sets a head of our own. @throws {TypeError} when a value could break out of its line */
  begin(status: number, headers: HeaderList): this {
    for (let i = 1; i < headers.length; i += 2) checked(headers[i - 1] ?? '', headers[i] ?? '');
    return this.relay(status, headers, STATUS_CODES[status] ?? '');
  }

  /**
   * Sets a head whose values have been parsed from another one, sent with the first of the body. How the body ends is
   * decided here: by the `content-length` in `headers`, in chunks without one, or for HTTP/1.0 with the connection.
   */
  relay(status: number, headers: HeaderList, reason: string): this {
    if (this.headersSent) throw new TypeError('a response has one head');
    // A client not told to continue may leave its body out, or not: what comes next cannot be told apart.
    if (this.req.expectsContinue && !this.continued && !this.req.complete) this.shouldKeepAlive = false;
    this.bodiless = this.req.method === 'HEAD' || status === 204 || status === 304;
    let text = `HTTP/1.1 ${status} ${reason}\r\n`;
    let dated = false;
    let secured = false;
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i] ?? '';
      const value = headers[i + 1] ?? '';
      switch (name) {
        case 'content-length':
          this.owed = Number(value);
          // Not as it came: with a zero in front some would take it for octal.
          text += `content-length: ${this.owed}\r\n`;
          continue;
        case 'date':
          dated = true;
          break;
        case 'strict-transport-security':
          secured = true;
          break;
        case 'connection':
          if (value === 'close') this.shouldKeepAlive = false;
          continue;
        default:
      }
      text += `${name}: ${value}\r\n`;
    }
    if (this.owed === undefined && !this.bodiless) {
      this.chunked = this.req.httpVersionMinor > 0;
      if (this.chunked) text += 'transfer-encoding: chunked\r\n';
      else this.shouldKeepAlive = false;
    }
    if (!secured) text += this.owner.responseLines;
    if (!dated) text += `date: ${httpDate()}\r\n`;
    this.head = `${text}${this.shouldKeepAlive ? this.owner.keepAliveLines : 'connection: close\r\n'}\r\n`;
    this.statusCode = status;
    this.headersSent = true;
    return this;
  }

  /** @returns false when the client is slower than this; see `onDrain`. */
  write(chunk: Buffer): boolean {
    return this.isEnded || this.send(chunk);
  }

  /** Sends the head of a response whose body is still to come. */
  flushHeaders(): void {
    if (!this.destroyed) this.sendHead();
  }

  /** @param body the last of it */
  end(body: string | Buffer = none): void {
    if (this.destroyed || this.isEnded) return;
    const last = typeof body === 'string' ? Buffer.from(body) : body;
    if (!this.headersSent) this.begin(this.statusCode, ['content-length', String(last.length)]);
    this.endedAt = performance.now();
    if (this.chunked) this.endChunks(last);
    else this.endBytes(last);
  }

  destroy(): void {
    const { socket } = this.owner;
    this.destroyed = true;
    // Where only the end of the connection ends a body, an orderly end would make a part of it pass for the whole.
    if (this.endsWithConnection) socket.resetAndDestroy();
    else socket.destroy();
  }

  /** Somebody else has answered in its place. */
  answered(status: number): void {
    this.statusCode = status;
    this.headersSent = true;
  }

  /** The connection takes more. */
  drained(): void {
    this.onDrained();
  }

  /** Nothing of this response will be sent any more: all of it is, or the connection is gone. */
  close(finished: boolean): void {
    this.writableFinished = finished;
    this.destroyed = true;
    this.closed = true;
    for (const listener of this.onClosed) listener();
  }

  private get endsWithConnection(): boolean {
    return this.headersSent && this.owed === undefined && !this.chunked && !this.bodiless;
  }

  private send(chunk: Buffer): boolean {
    if (this.destroyed || this.bodiless || chunk.length === 0) return true;
    const { socket } = this.owner;
    if (this.owed !== undefined) {
      if (chunk.length > this.owed) {
        this.destroy();
        return true;
      }
      this.owed -= chunk.length;
    }
    socket.cork();
    this.sendHead();
    if (this.chunked) writeChunk(socket, chunk);
    else socket.write(chunk);
    socket.uncork();
    return takesMore(socket);
  }

  private endBytes(last: Buffer): void {
    const { socket } = this.owner;
    const body = this.bodiless ? none : last;
    if (this.owed !== undefined && !this.bodiless && body.length !== this.owed) {
      // The client waits for the rest, or takes what is too much for the next response.
      this.destroy();
      return;
    }
    if (body.length > longestJoined) {
      socket.cork();
      this.sendHead();
      this.sendLast(body);
      socket.uncork();
    } else {
      const { head } = this;
      this.head = '';
      this.sendLast(head + body.toString('latin1'));
    }
  }

  private endChunks(last: Buffer): void {
    this.send(last);
    const { head } = this;
    this.head = '';
    this.sendLast(`${head}0\r\n\r\n`);
  }

  private sendHead(): void {
    if (this.head !== '') this.owner.socket.write(this.head, 'latin1');
    this.head = '';
  }

  private sendLast(bytes: string | Buffer): void {
    const { socket, flushed } = this.owner;
    if (bytes.length === 0 && socket.writableLength === 0) process.nextTick(flushed);
    else if (typeof bytes === 'string') writeAtEndOfTurn(socket, bytes, flushed);
    else socket.write(bytes, flushed);
  }
}

function checked(name: string, value: string): string {
  if (invalidInValue.test(value)) throw new TypeError(`the value of ${name} has characters no header may have`);
  return value;
}
