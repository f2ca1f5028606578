import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { writeAtEndOfTurn } from '../http1/end-of-turn.ts';
import { writeChunk } from '../http1/write-chunk.ts';
import type { Heads } from './heads.ts';
import type { ReadMemory } from './read-memory.ts';
import type { ResponseHead } from './response-head.ts';
import { ResponseParser, type ResponseEvents } from './response-parser.ts';
import { failureOf, UpstreamError } from './upstream-error.ts';

/** A request ready to be written: `head` ends with the empty line. */
export interface UpstreamRequest {
  method: string;
  head: string;
  /** How the body that follows is delimited; `none` when there is no body. */
  body: 'none' | 'length' | 'chunked';
  upgrade: boolean;
}

/** What becomes of a request. After `onEnd`, `onSwitch` or `onError` nothing more is called. */
export interface ResponseHandler {
  /** The request has been written; its body may follow through the connection. */
  onSent(connection: UpstreamConnection): void;
  onInformation(head: ResponseHead): void;
  onHead(head: ResponseHead): void;
  /** @returns false to stop reading until `connection.resume()`. */
  onBody(chunk: Buffer): boolean;
  /**
   * Whether anything `onBody` was given since the last call is still in use; otherwise its memory is used again. Whoever
   * keeps pieces for long makes copies.
   */
  holdsOn(): boolean;
  /** Everything that came with the last packet has been handed over, and the response is not complete. */
  onPause(): void;
  onEnd(trailers: readonly string[]): void;
  onSwitch(head: ResponseHead, socket: Duplex, rest: Buffer): void;
  /** The upstream takes more of the request's body after `write` returned false. */
  onDrain(): void;
  onError(error: UpstreamError): void;
}

export interface ConnectionOwner {
  /** The connection may carry another request. */
  release(connection: UpstreamConnection): void;
  closed(connection: UpstreamConnection): void;
  /** Something came on one of its connections. */
  heard(): void;
}

const mostGatheredBytes = 16_384;
/** Sweeps that a connection in use may be silent for before anybody asks why: a second. */
const patientSweeps = 2;
const discardTimeoutMs = 2_000;
const maxDiscardedBytes = 262_144;

/** One HTTP/1.1 connection to an endpoint, carrying one request at a time. */
export class UpstreamConnection implements ResponseEvents {
  /** When it last became idle, by the monotonic clock in ms. */
  idleSince = 0;
  /** The upstream's own idea of how long it keeps an idle connection. */
  idleTimeoutMs: number | undefined;
  private readonly parser: ResponseParser;
  private readonly socket: Socket;
  private readonly owner: ConnectionOwner;
  private handler: ResponseHandler | undefined;
  private served = 0;
  private bodyOpen = false;
  private chunkedBody = false;
  private responded = false;
  /** Whether the request has been handed to the operating system. */
  private written = false;
  /** The body's next chunk: a sender may cut its body into the tiniest pieces, and each write is dear. */
  private pieces: Buffer[] = [];
  private gatheredBytes = 0;
  private paused = false;
  private dead = false;
  private silentSweeps = 0;

  /** @param memory that the socket is read into; without, it is read as a stream */
  constructor(
    socket: Socket,
    owner: ConnectionOwner,
    private readonly memory?: ReadMemory,
    heads?: Heads,
  ) {
    this.parser = new ResponseParser(heads);
    this.socket = socket;
    this.owner = owner;
    if (memory === undefined) socket.on('data', (chunk: Buffer) => this.onData(chunk));
    else memory.take = (chunk) => this.onData(chunk);
    socket.on('end', () => {
      this.onSocketEnd();
    });
    socket.on('error', (error) => {
      this.fail(error);
    });
    socket.on('close', () => {
      this.onSocketClose();
    });
    socket.on('drain', () => {
      this.handler?.onDrain();
    });
  }

  get usable(): boolean {
    return !this.dead && this.handler === undefined;
  }

  /** Whether the upstream has been waited for without a word. */
  get isSilent(): boolean {
    return this.handler !== undefined && this.silentSweeps > patientSweeps;
  }

  /** Called twice a second. @returns whether it is silent by now */
  sweep(): boolean {
    if (!this.paused) this.silentSweeps += 1;
    return this.isSilent;
  }

  send(request: UpstreamRequest, handler: ResponseHandler): void {
    this.silentSweeps = 0;
    this.handler = handler;
    this.bodyOpen = request.body !== 'none';
    this.chunkedBody = request.body === 'chunked';
    this.responded = false;
    this.served += 1;
    this.parser.expect(request.method, request.upgrade, this);
    // A body follows at once, and must not come before its head.
    this.written = this.bodyOpen;
    if (this.bodyOpen) this.socket.write(request.head, 'latin1');
    else writeAtEndOfTurn(this.socket, request.head, this.onWritten);
    handler.onSent(this);
  }

  /** Writes a piece of the request's body. @returns false when the upstream is slower than the sender. */
  write(chunk: Buffer): boolean {
    // An upstream that has answered may have stopped listening: the rest of the body is then of no use to anybody.
    if (this.dead || !this.bodyOpen) return true;
    if (!this.chunkedBody) {
      return this.socket.write(chunk);
    }
    if (this.pieces.push(chunk) === 1) process.nextTick(this.writePieces);
    this.gatheredBytes += chunk.length;
    if (this.gatheredBytes >= mostGatheredBytes) this.writePieces();
    return !this.socket.writableNeedDrain;
  }

  /** The request's body is complete. */
  endBody(): void {
    if (this.dead || !this.bodyOpen) return;
    if (this.chunkedBody) {
      this.writePieces();
      this.socket.write('0\r\n\r\n', 'latin1');
    }
    this.bodyOpen = false;
    this.settle();
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.socket.resume();
  }

  /** Gives the exchange up: the visitor has gone, or waited long enough. No further event reaches the handler. */
  abandon(): void {
    this.handler = undefined;
    this.destroy();
  }

  /** The machine at the other end is gone. */
  lose(cause: Error): void {
    this.fail(cause, 'reset');
  }

  /** Lets the response run out unread, so that the connection can be used again; gives it up when that takes long. */
  discard(): void {
    if (this.dead || this.handler === undefined) return;
    const timer = setTimeout(() => {
      this.abandon();
    }, discardTimeoutMs);
    timer.unref();
    this.handler = new DiscardedResponse(this, () => {
      clearTimeout(timer);
    });
    this.resume();
  }

  destroy(): void {
    if (this.dead) return;
    this.dead = true;
    this.socket.destroy();
    this.owner.closed(this);
  }

  onInformation(head: ResponseHead): void {
    this.handler?.onInformation(head);
  }

  onHead(head: ResponseHead): void {
    this.handler?.onHead(head);
  }

  onBody(chunk: Buffer): void {
    if (this.handler?.onBody(chunk) !== false || this.paused) return;
    this.paused = true;
    this.socket.pause();
  }

  onEnd(trailers: readonly string[]): void {
    this.responded = true;
    const handler = this.handler;
    if (this.bodyOpen) {
      // The upstream has said all it has to say while the request is still coming: what is left is not worth sending.
      this.handler = undefined;
      this.destroy();
    }
    handler?.onEnd(trailers);
  }

  onSwitch(head: ResponseHead, rest: Buffer): void {
    const { handler, socket } = this;
    this.handler = undefined;
    this.dead = true;
    socket.removeAllListeners();
    this.memory?.leaveTo(socket);
    this.owner.closed(this);
    if (handler === undefined) socket.destroy();
    else handler.onSwitch(head, socket, rest);
  }

  private readonly onWritten = (): void => {
    this.written = true;
  };

  private readonly writePieces = (): void => {
    const { pieces } = this;
    if (pieces.length === 0 || this.dead) return;
    this.pieces = [];
    this.gatheredBytes = 0;
    writeChunk(this.socket, pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces));
  };

  /** @returns whether nobody holds on to it */
  private onData(chunk: Buffer): boolean {
    const { handler } = this;
    this.silentSweeps = 0;
    this.owner.heard();
    if (this.handler !== undefined && !this.written) {
      // Whatever it is, it is not the answer to a request that has not been sent.
      this.fail(undefined, 'bad_payload');
      return false;
    }
    try {
      this.parser.push(chunk);
    } catch (error) {
      this.fail(error, 'bad_payload');
      return false;
    }
    if (!this.responded) this.handler?.onPause();
    // Only now, with the whole packet looked at, is it certain that nothing follows the response.
    this.settle();
    return handler?.holdsOn() === false;
  }

  private settle(): void {
    if (!this.responded || this.bodyOpen || this.dead) return;
    this.responded = false;
    this.handler = undefined;
    if (!this.parser.persistent) {
      this.destroy();
      return;
    }
    this.resume();
    this.idleTimeoutMs = this.parser.idleTimeoutMs;
    this.owner.release(this);
  }

  private onSocketEnd(): void {
    if (this.parser.close()) this.settle();
    this.onSocketClose();
  }

  private onSocketClose(): void {
    this.fail(undefined);
  }

  private fail(cause: unknown, failure = failureOf(cause)): void {
    const { handler } = this;
    this.handler = undefined;
    this.destroy();
    if (handler === undefined || this.responded) return;
    handler.onError(
      new UpstreamError(failure, { unsent: !this.written, reused: this.served > 1 && !this.parser.begun, cause }),
    );
  }
}

class DiscardedResponse implements ResponseHandler {
  private bytes = 0;

  constructor(
    private readonly connection: UpstreamConnection,
    private readonly over: () => void,
  ) {}

  onBody(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    if (this.bytes > maxDiscardedBytes) this.connection.abandon();
    return true;
  }

  holdsOn(): boolean {
    return false;
  }

  onEnd(): void {
    this.over();
  }

  onError(): void {
    this.over();
  }

  onSwitch(_head: ResponseHead, socket: Duplex): void {
    socket.destroy();
  }

  onSent(): void {
    /* it was sent long ago */
  }
  onInformation(): void {
    /* nobody waits for it */
  }
  onHead(): void {
    /* it was seen before */
  }
  onPause(): void {
    /* nothing to flush */
  }
  onDrain(): void {
    /* no body follows */
  }
}
