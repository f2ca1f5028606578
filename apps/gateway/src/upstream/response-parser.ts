import { ChunkedBody } from '../http1/chunked-body.ts';
import { MalformedMessageError } from '../http1/header-lines.ts';
import { strictHeads, type HeadRead, type Heads } from './heads.ts';
import type { Leniency } from '../upstream/leniencies.ts';
import type { MessageFacts, ResponseHead } from './response-head.ts';

export interface ResponseEvents {
  /** 1xx other than 101: may come several times before the head. */
  onInformation(head: ResponseHead): void;
  onHead(head: ResponseHead): void;
  /** The chunk is only lent; see `ResponseHandler.holdsOn`. */
  onBody(chunk: Buffer): void;
  onEnd(trailers: readonly string[]): void;
  /** 101: from here on the bytes are not HTTP any more. `rest` came in the same packet. */
  onSwitch(head: ResponseHead, rest: Buffer): void;
}

/** Takes apart the responses on one connection, one request at a time. */
export class ResponseParser {
  private readonly heads: Heads;
  private method = '';
  private upgrade = false;
  private events: ResponseEvents | undefined;
  private partialHead: Buffer | undefined;
  private head: ResponseHead | undefined;
  private facts: MessageFacts | undefined;
  private left = 0;
  private chunked: ChunkedBody | undefined;
  private forgiven: readonly Leniency[] = [];

  constructor(heads: Heads = strictHeads) {
    this.heads = heads;
  }

  /** Whether a byte of the awaited response has come: after that, the request has certainly been received. */
  get begun(): boolean {
    return this.partialHead !== undefined || this.head !== undefined;
  }

  /** Who makes mistakes in one answer is not believed where the next one begins. */
  get persistent(): boolean {
    return this.forgiven.length === 0 && this.facts?.persistent === true;
  }

  /** The mistakes of the last answer's head. */
  get mistakes(): readonly Leniency[] {
    return this.forgiven;
  }

  get idleTimeoutMs(): number | undefined {
    return this.facts?.idleTimeoutMs;
  }

  expect(method: string, upgrade: boolean, events: ResponseEvents): void {
    this.method = method;
    this.upgrade = upgrade;
    this.events = events;
    this.partialHead = undefined;
    this.head = undefined;
    this.facts = undefined;
    this.chunked = undefined;
    this.forgiven = [];
  }

  push(input: Buffer): void {
    let rest: Buffer | undefined = input;
    while (rest !== undefined && rest.length > 0) {
      if (this.events === undefined) throw new MalformedMessageError('bytes nobody asked for');
      rest = this.head === undefined ? this.pushHead(rest) : this.pushBody(rest, this.events);
    }
  }

  /** The upstream closed its side. @returns whether that properly ended the response. */
  close(): boolean {
    if (this.facts?.framing.kind !== 'until-close') return false;
    this.finish([]);
    return true;
  }

  private pushHead(input: Buffer): Buffer | undefined {
    const bytes = this.partialHead === undefined ? input : Buffer.concat([this.partialHead, input]);
    const read = this.heads.read(bytes, this.method);
    if (read === undefined) {
      // A copy: what was given is only lent.
      this.partialHead = bytes === input ? Buffer.from(input) : bytes;
      return undefined;
    }
    this.partialHead = undefined;
    if (read.forgiven.length > 0) this.forgiven = read.forgiven;
    const rest = bytes.subarray(read.bytes);
    return read.head.status < 200 ? this.information(read.head, rest) : this.begin(read, rest);
  }

  private information(head: ResponseHead, rest: Buffer): Buffer | undefined {
    if (head.status !== 101) {
      this.events?.onInformation(head);
      return rest;
    }
    if (!this.upgrade) throw new MalformedMessageError('upgrade nobody asked for');
    const events = this.events;
    this.events = undefined;
    events?.onSwitch(head, rest);
    return undefined;
  }

  private begin({ head, facts }: HeadRead, rest: Buffer): Buffer {
    this.facts = facts;
    this.head = head;
    const { framing } = facts;
    if (framing.kind === 'length') this.left = framing.bytes;
    if (framing.kind === 'chunked') this.chunked = new ChunkedBody('upstream');
    this.events?.onHead(head);
    if (framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0)) this.finish([]);
    return rest;
  }

  private pushBody(input: Buffer, events: ResponseEvents): Buffer | undefined {
    if (this.chunked !== undefined) {
      const used = this.chunked.push(input, (chunk) => {
        events.onBody(chunk);
      });
      if (this.chunked.done) this.finish(this.chunked.trailers);
      return used < input.length ? input.subarray(used) : undefined;
    }
    if (this.facts?.framing.kind === 'until-close') {
      events.onBody(input);
      return undefined;
    }
    const chunk = input.length > this.left ? input.subarray(0, this.left) : input;
    this.left -= chunk.length;
    events.onBody(chunk);
    if (this.left === 0) this.finish([]);
    return chunk.length < input.length ? input.subarray(chunk.length) : undefined;
  }

  private finish(trailers: readonly string[]): void {
    const events = this.events;
    this.events = undefined;
    events?.onEnd(trailers);
  }
}
