import type { Socket } from 'node:net';
import { FrontConnection, type ConnectionOwner, type FrontLimits } from '../../src/front/front-connection.ts';
import type { FrontRequest } from '../../src/front/front-request.ts';
import type { FrontResponse } from '../../src/front/front-response.ts';
import { MemorySocket, settled } from './memory-socket.ts';
import { cookiesIn, type SeenRequest } from './seen-requests.ts';

export interface FrontReading {
  /** Requests it took, in order. Without those whose head it found a problem in. */
  requests: SeenRequest[];
  /** Everything that happened, in order. */
  events: ('taken' | 'problem' | 'refused')[];
  /** What a refusal was because of. */
  refusal: string | undefined;
  /** How the connection stood when nothing happened any more. */
  end: 'open' | 'ended' | 'destroyed';
}

export interface ReadingOptions {
  /** Whether the body is taken piece by piece, with a pause after each. */
  slowly?: boolean;
}

/** A piece of what a client sends, and whether everything that can happen happens before the next. */
export interface Piece {
  bytes: string;
  waits: boolean;
}

/** Reads requests like the gateway's port and answers each when it has its body. */
class Reader implements ConnectionOwner {
  readonly limits: FrontLimits = { headBytes: 16_384, headMs: 1_000, readMs: 1_000, idleMs: 1_000 };
  readonly keepAliveLines = 'connection: keep-alive\r\nkeep-alive: timeout=5\r\n';
  readonly responseLines = '';
  readonly reading: FrontReading = { requests: [], events: [], refusal: undefined, end: 'open' };
  progress = 0;

  constructor(private readonly options: ReadingOptions) {}

  accept(request: FrontRequest, response: FrontResponse): void {
    this.progress += 1;
    const { facts } = request;
    if (typeof facts === 'string') {
      this.reading.events.push('problem');
      response.end(facts);
      return;
    }
    const seen = this.note('request', request);
    response.onClose(() => {
      this.progress += 1;
    });
    request.read({
      onBody: (chunk) => {
        this.progress += 1;
        seen.body += chunk.toString('latin1');
        if (this.options.slowly !== true) return;
        request.pause();
        setImmediate(() => {
          this.progress += 1;
          request.resume();
        });
      },
      onBodyEnd: () => {
        seen.complete = true;
        response.end('ok');
      },
    });
  }

  upgrade(request: FrontRequest, socket: Socket, early: Buffer): void {
    const seen = this.note('upgrade', request);
    seen.complete = true;
    seen.body = early.toString('latin1');
    socket.on('data', (chunk: Buffer) => (seen.body += chunk.toString('latin1')));
    socket.resume();
  }

  refuse(socket: Socket, error: unknown): number {
    this.progress += 1;
    this.reading.events.push('refused');
    this.reading.refusal = error instanceof Error ? error.constructor.name : String(error);
    socket.end('no');
    return 400;
  }

  closed(): void {
    this.progress += 1;
  }

  private note(kind: SeenRequest['kind'], request: FrontRequest): SeenRequest {
    const { facts } = request;
    if (typeof facts === 'string') throw new Error(`upgraded in spite of ${facts}`);
    this.progress += 1;
    this.reading.events.push('taken');
    const seen: SeenRequest = {
      kind,
      method: request.method,
      target: request.url,
      version: `1.${request.httpVersionMinor}`,
      host: facts.host,
      cookies: cookiesIn(facts.cookie),
      contentLength: facts.contentLength,
      lines: facts.passed.split('\r\n').slice(0, -1).map(lowerName),
      body: '',
      complete: false,
    };
    this.reading.requests.push(seen);
    return seen;
  }
}

/** What the gateway's port makes of what a client sends on one connection. */
export async function readByFront(pieces: readonly Piece[], options: ReadingOptions = {}): Promise<FrontReading> {
  const reader = new Reader(options);
  const socket = new MemorySocket();
  new FrontConnection(socket, reader);
  for (const { bytes, waits } of pieces) {
    socket.arrive(bytes);
    if (waits) await settled(() => reader.progress);
  }
  await settled(() => reader.progress);
  reader.reading.end = socket.destroyed ? 'destroyed' : socket.finished ? 'ended' : 'open';
  socket.destroy();
  return reader.reading;
}

function lowerName(line: string): string {
  const colon = line.indexOf(':');
  return line.slice(0, colon).toLowerCase() + line.slice(colon);
}
