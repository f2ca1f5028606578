import type { Socket } from 'node:net';
import type { ExchangeRequest } from '@wellspring/platform';
import type { Asker } from './asker.ts';
import type { RequestFacts, RequestProblem } from './request-facts.ts';
import type { RequestHead } from './request-head.ts';

/** Takes the body of a request as it arrives. */
export interface BodyReader {
  onBody(chunk: Buffer): void;
  onBodyEnd(): void;
}

/** Where the body comes from. */
export interface BodySource {
  readonly socket: Socket;
  holdBack(): void;
  resume(): void;
}

const nobody: BodyReader = { onBody: () => undefined, onBodyEnd: () => undefined };

/** A client's request. Its body waits until somebody reads it, and no longer than the response takes. */
export class FrontRequest implements ExchangeRequest {
  /** Whether all of it has been received. */
  complete = false;
  /** The language of the customer who turned out to ask. */
  customerLocale: string | undefined;
  private reader: BodyReader | undefined;
  private waiting: Buffer[] = [];
  private ended = false;
  private paused = false;

  constructor(
    private readonly head: RequestHead,
    private readonly source: BodySource,
  ) {}

  get method(): string {
    return this.head.method;
  }

  /** The request target as sent. */
  get url(): string {
    return this.head.target;
  }

  /** What its header section says, or why it must not go any further. */
  get facts(): RequestFacts | RequestProblem {
    return this.head.facts;
  }

  get asker(): Asker {
    const { facts, target, asker } = this.head;
    if (typeof facts === 'string') return asker ?? { target, accept: '', acceptLanguage: '', cookie: '' };
    const { accept, acceptLanguage, cookie } = facts;
    return { target, accept, acceptLanguage, cookie, customerLocale: this.customerLocale };
  }

  get httpVersionMinor(): number {
    return this.head.httpVersionMinor;
  }

  /** Of a WebSocket (RFC 6455 section 4.1). */
  get isHandshake(): boolean {
    const { method, facts } = this.head;
    return method === 'GET' && typeof facts !== 'string' && facts.upgrades;
  }

  get expectsContinue(): boolean {
    const { facts } = this.head;
    return typeof facts !== 'string' && facts.expectsContinue;
  }

  get socket(): Socket {
    return this.source.socket;
  }

  get headers(): { readonly 'user-agent'?: string | undefined } {
    const { facts } = this.head;
    return { 'user-agent': typeof facts === 'string' ? undefined : facts.userAgent };
  }

  get isPaused(): boolean {
    return this.paused;
  }

  /** Hands the body over: what has arrived at once, the rest as it comes. */
  read(reader: BodyReader): void {
    this.reader = reader;
    this.flush();
    if (!this.isHeld) this.source.resume();
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.source.holdBack();
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.flush();
    if (!this.isHeld) this.source.resume();
  }

  /** Nobody wants what is left: it is received and thrown away. */
  drop(): void {
    this.paused = false;
    this.read(nobody);
  }

  /** A piece of the body has been received. */
  receive(chunk: Buffer): void {
    if (this.reader !== undefined && !this.isHeld) {
      this.reader.onBody(chunk);
      return;
    }
    this.waiting.push(chunk);
    if (this.reader === undefined) this.source.holdBack();
  }

  /** All of the body has been received. */
  receiveEnd(): void {
    this.complete = true;
    this.flush();
  }

  private get isHeld(): boolean {
    return this.paused || this.waiting.length > 0;
  }

  private flush(): void {
    const { reader } = this;
    if (reader === undefined) return;
    while (!this.paused) {
      const chunk = this.waiting.shift();
      if (chunk === undefined) break;
      reader.onBody(chunk);
    }
    if (this.complete && !this.isHeld && !this.ended) {
      this.ended = true;
      reader.onBodyEnd();
    }
  }
}
