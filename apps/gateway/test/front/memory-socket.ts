import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A connection without a network: what arrives is put in by the test, what is sent is kept, in writes as the system got them. */
export class MemorySocket extends Socket {
  /** In latin1. */
  readonly writes: string[] = [];
  /** Whether its own side has been ended. */
  finished = false;
  private stuck = false;
  private waiting: (() => void) | undefined;

  constructor() {
    super({ allowHalfOpen: true });
    this.on('error', () => undefined);
  }

  get sent(): string {
    return this.writes.join('');
  }

  arrive(bytes: string): void {
    if (!this.destroyed) this.push(Buffer.from(bytes, 'latin1'));
  }

  /** The other side sends nothing more. */
  arriveEnd(): void {
    if (!this.destroyed) this.push(null);
  }

  /** The other side takes nothing until {@link release}. */
  stall(): void {
    this.stuck = true;
  }

  release(): void {
    this.stuck = false;
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.();
  }

  override _read(): void {
    // What there is has been pushed.
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    this.keep([{ chunk, encoding }], done);
  }

  override _writev(chunks: { chunk: Buffer | string; encoding: BufferEncoding }[], done: () => void): void {
    this.keep(chunks, done);
  }

  override _final(done: () => void): void {
    this.finished = true;
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    done(error);
    // As a socket of the system does, when its handle is closed.
    setImmediate(() => this.emit('close', error !== null));
  }

  private keep(chunks: { chunk: Buffer | string; encoding: BufferEncoding }[], done: () => void): void {
    const bytes = chunks.map(({ chunk, encoding }) =>
      typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk,
    );
    this.writes.push(Buffer.concat(bytes).toString('latin1'));
    if (this.stuck) this.waiting = done;
    else done();
  }
}

/** Lets a few turns of the event loop pass: all that the reading and writing of one packet take. */
export async function turns(): Promise<void> {
  for (let i = 0; i < 4; i += 1) await nextTurn();
}

/** Lets everything happen that waits for nothing but its turn. No clock and no network is asked, so it is the same each time. */
export async function settled(progress: () => number): Promise<void> {
  for (let quiet = 0, before = progress(); quiet < 3;) {
    await nextTurn();
    const now = progress();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
}
