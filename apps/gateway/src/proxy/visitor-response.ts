import type { FrontResponse } from '../front/front-response.ts';
import type { ResponseHead } from '../upstream/response-head.ts';
import { clearedSiteData } from './own-headers.ts';
import type { CopiedAnswer, Inspection, ResponseCopy } from './relay-plan.ts';

/** The response on its way to the visitor: begun with the upstream's head, read no faster than the visitor takes it. */
export class VisitorResponse {
  private held: Buffer[] | undefined;
  private endHeld = false;
  private last: Buffer | undefined;
  /** Whether the visitor was slower than a piece, which waits in the memory it was read into. */
  private waits = false;
  private stalledSince = 0;
  private eventStream = false;
  private copy: { target: ResponseCopy; answer: CopiedAnswer; chunks: Buffer[] } | undefined;

  constructor(
    private readonly response: FrontResponse,
    private readonly resume: () => void,
  ) {
    response.onDrain(() => {
      this.onDrain();
    });
  }

  /** Whether anything that was written since the last call is still in use. */
  holdsOn(): boolean {
    const { waits } = this;
    this.waits = false;
    return waits || this.last !== undefined;
  }

  /** Whether the visitor takes less than the upstream gives. */
  get blocked(): boolean {
    return this.stalledSince > 0 || this.held !== undefined;
  }

  get isEventStream(): boolean {
    return this.eventStream;
  }

  /** Milliseconds since the visitor last took everything offered; 0 when nothing waits. */
  stalledFor(now: number): number {
    return this.stalledSince === 0 ? 0 : now - this.stalledSince;
  }

  earlyHints(head: ResponseHead): void {
    const links = head.headers.filter((_, i) => i % 2 === 1 && head.headers[i - 1] === 'link');
    if (links.length > 0) this.response.writeEarlyHints(links);
  }

  begin(head: ResponseHead, headers: string[]): void {
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i];
      if (name === 'content-type') this.eventStream = (headers[i + 1] ?? '').startsWith('text/event-stream');
    }
    this.response.relay(head.status, headers, head.reason);
  }

  /** Holds everything back until it is known which cookies to add. */
  beginAfter(inspecting: Promise<Inspection>, head: ResponseHead, headers: string[]): void {
    this.held = [];
    const begin = ({ add, keep, clears }: Inspection): void => {
      if (this.response.destroyed) return;
      const visible = keep === undefined ? headers : withoutCookies(headers, keep);
      if (clears === true) visible.push('clear-site-data', clearedSiteData);
      for (const cookie of add) visible.push('set-cookie', cookie);
      this.begin(head, visible);
      const held = this.held ?? [];
      this.held = undefined;
      for (const chunk of held) this.write(chunk);
      if (this.endHeld) this.end();
      else this.resume();
    };
    inspecting.then(begin, () => {
      begin({ add: [] });
    });
  }

  copyTo(target: ResponseCopy, answer: CopiedAnswer): void {
    this.copy = { target, answer, chunks: [] };
  }

  write(chunk: Buffer): boolean {
    if (this.held !== undefined) {
      this.held.push(Buffer.from(chunk));
      return false;
    }
    if (this.copy !== undefined) this.copyChunk(chunk);
    // The last of it goes out with the end, and a body that came whole with the head as well: in one write.
    if (this.response.completes(chunk)) {
      this.last = chunk;
      return true;
    }
    if (this.pass(chunk) || this.stalledSince > 0) return this.stalledSince === 0;
    this.stalledSince = performance.now();
    return false;
  }

  /** Sends the head of a response whose body is still to come. */
  flush(): void {
    if (this.held === undefined && this.response.headersSent) this.response.flushHeaders();
  }

  end(): void {
    if (this.held !== undefined) {
      this.endHeld = true;
      return;
    }
    this.response.end(this.last);
    this.waits ||= this.last !== undefined && this.response.pending;
    this.last = undefined;
    const { copy } = this;
    this.copy = undefined;
    if (copy !== undefined)
      setImmediate(() => {
        copy.target.done(copy.answer, Buffer.concat(copy.chunks));
      });
  }

  /** The visitor is gone, or the response did not come to its end. */
  closed(): void {
    this.copy?.target.giveUp();
    this.copy = undefined;
  }

  /** Many small pieces may wait for a visitor: of each but the first there is a copy, so that none keeps more than itself. */
  private pass(chunk: Buffer): boolean {
    if (this.response.pending) return this.response.write(Buffer.from(chunk));
    const more = this.response.write(chunk);
    this.waits ||= this.response.pending;
    return more;
  }

  private onDrain(): void {
    if (this.stalledSince === 0) return;
    this.stalledSince = 0;
    this.resume();
  }

  private copyChunk(chunk: Buffer): void {
    const { copy } = this;
    if (copy === undefined) return;
    if (copy.target.take(chunk.length)) copy.chunks.push(Buffer.from(chunk));
    else this.copy = undefined;
  }
}

function withoutCookies(headers: readonly string[], names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const value = headers[i + 1] ?? '';
    if (name !== 'set-cookie' || !names.has(value.slice(0, Math.max(value.indexOf('='), 0)))) kept.push(name, value);
  }
  return kept;
}
