import type { BodyReader, FrontRequest } from '../front/front-request.ts';

export interface BodySink {
  /** @returns false when no more is wanted until `resume()`. */
  write(chunk: Buffer): boolean;
  end(): void;
}

/** The body of a visitor's request: handed on as it arrives, held back while the upstream is slower. */
export class VisitorBody implements BodyReader {
  /** Whether any of it has been handed on: from then on the request cannot be sent anew. */
  started = false;
  bytes = 0;
  private sink: BodySink | undefined;
  private early: Buffer[] = [];
  private ended = false;
  private peeked: (() => void) | undefined;

  constructor(private readonly request: FrontRequest) {}

  get complete(): boolean {
    return this.ended;
  }

  /** Whether it is the upstream, not the visitor, that keeps the body from arriving. */
  get heldBack(): boolean {
    return this.request.isPaused;
  }

  /** Reads the first piece without handing it on; `ready` is called once it proved well-formed. */
  peek(ready: () => void): void {
    this.peeked = ready;
    this.request.read(this);
  }

  pipe(sink: BodySink): void {
    this.started = true;
    this.sink = sink;
    let wanted = true;
    for (const chunk of this.early) wanted = sink.write(chunk);
    this.early = [];
    if (this.ended) {
      sink.end();
      return;
    }
    if (!wanted) this.request.pause();
    else this.request.resume();
    this.request.read(this);
  }

  /** The sink takes more. */
  resume(): void {
    if (this.sink !== undefined) this.request.resume();
  }

  /** Nobody wants the rest: it is read and thrown away, so that the response can be read by a client that is still sending. */
  drop(): void {
    this.started = true;
    this.sink = undefined;
    this.early = [];
    this.request.drop();
  }

  onBody(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.sink !== undefined) {
      if (!this.sink.write(chunk)) this.request.pause();
      return;
    }
    this.early.push(chunk);
    this.request.pause();
    this.afterPeek();
  }

  onBodyEnd(): void {
    this.ended = true;
    this.sink?.end();
    this.afterPeek();
  }

  private afterPeek(): void {
    const { peeked } = this;
    if (peeked === undefined) return;
    this.peeked = undefined;
    // What came in the same packet is looked at before: if it is malformed, the visitor is gone by then.
    setImmediate(peeked);
  }
}
