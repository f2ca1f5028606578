import type { IncomingMessage } from 'node:http';

export interface BodySink {
  /** @returns false when no more is wanted until `resume()`. */
  write(chunk: Buffer): boolean;
  end(): void;
}

/** The body of a visitor's request: handed on as it arrives, held back while the upstream is slower. */
export class VisitorBody {
  /** Whether any of it has been handed on: from then on the request cannot be sent anew. */
  started = false;
  bytes = 0;
  private sink: BodySink | undefined;
  private early: Buffer[] = [];
  private ended = false;
  private listening = false;
  private wanted = true;

  constructor(private readonly request: IncomingMessage) {}

  get complete(): boolean {
    return this.ended;
  }

  /** Whether it is the upstream, not the visitor, that keeps the body from arriving. */
  get heldBack(): boolean {
    return this.request.isPaused();
  }

  /** Reads the first piece without handing it on; `ready` is called once it, and whatever came with it, proved well-formed. */
  peek(ready: () => void): void {
    this.listen();
    const once = (): void => {
      this.request.off('data', once);
      this.request.off('end', once);
      this.request.pause();
      setImmediate(() => {
        // Whatever proved malformed has been answered by now, and its connection is on its way out.
        if (this.request.socket.writable) ready();
      });
    };
    this.request.on('data', once);
    this.request.on('end', once);
  }

  pipe(sink: BodySink): void {
    this.started = true;
    this.sink = sink;
    this.listen();
    for (const chunk of this.early) this.wanted = sink.write(chunk);
    this.early = [];
    if (this.ended) sink.end();
    else if (this.wanted) this.request.resume();
    else this.request.pause();
  }

  /** The sink takes more. */
  resume(): void {
    this.wanted = true;
    if (this.sink !== undefined) this.request.resume();
  }

  /** Nobody wants the rest: it is read and thrown away, so that the response can be read by a client that is still sending. */
  drop(): void {
    this.started = true;
    this.sink = undefined;
    this.early = [];
    this.listen();
    this.request.resume();
  }

  private listen(): void {
    if (this.listening) return;
    this.listening = true;
    this.request.on('data', (chunk: Buffer) => {
      this.onData(chunk);
    });
    this.request.on('end', () => {
      this.ended = true;
      this.sink?.end();
    });
  }

  private onData(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.sink === undefined) {
      if (!this.started) this.early.push(chunk);
      return;
    }
    this.wanted = this.sink.write(chunk);
    if (!this.wanted) this.request.pause();
  }
}
