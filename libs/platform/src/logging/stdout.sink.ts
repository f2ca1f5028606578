import { fstatSync, writeSync } from 'node:fs';
import type { LogSink } from './log-sink.ts';
import { withinLongestLine } from './longest-line.ts';

const gatherMs = 10;
const retryMs = 5;
const flushDeadlineMs = 2_000;
const largestWriteBytes = 65_536;

export interface StdoutSinkOptions {
  /** Bytes held while the reader does not take them; further lines are dropped and counted. */
  readonly maxBufferedBytes: number;
  /** File descriptor; 1 unless a test says otherwise. */
  readonly fd?: number;
  /** `fs.writeSync`, replaceable to play a reader that stalls. */
  readonly write?: (fd: number, bytes: Buffer, offset: number, length: number) => number;
}

/**
 * Lines to stdout, gathered for a few milliseconds and put out in one non-blocking write.
 *
 * Not `process.stdout.write`: what it holds back for a slow pipe is lost at `process.exit`. Here nothing is ever in
 * flight outside of this queue, so that `flushSync` knows what is left and puts it out. A reader that stalls fills the
 * queue up to its bound and costs log lines, never memory or requests. No line is longer than a container's log can take.
 */
export class StdoutSink implements LogSink {
  dropped = 0;
  private readonly queue: Buffer[] = [];
  private queuedBytes = 0;
  private headOffset = 0;
  private gathered = '';
  private scheduled = false;
  private stalled = false;
  private droppedSinceReport = 0;
  private readonly fd: number;
  private readonly writeBytes: (fd: number, bytes: Buffer, offset: number, length: number) => number;

  constructor(private readonly options: StdoutSinkOptions) {
    this.fd = options.fd ?? 1;
    this.writeBytes = options.write ?? writeSync;
    if (this.fd === 1 && options.write === undefined) makeNonBlocking();
  }

  write(written: string): void {
    const line = withinLongestLine(written);
    if (this.queuedBytes + this.gathered.length + line.length > this.options.maxBufferedBytes) {
      this.dropped += 1;
      this.droppedSinceReport += 1;
      return;
    }
    this.gathered += line + '\n';
    if (this.gathered.length >= largestWriteBytes && !this.stalled) {
      this.drain();
    } else if (!this.scheduled) {
      this.scheduled = true;
      setTimeout(() => {
        this.scheduled = false;
        if (!this.stalled) this.drain();
      }, gatherMs).unref();
    }
  }

  flushSync(): void {
    const deadline = Date.now() + flushDeadlineMs;
    this.takeGathered();
    while (this.queue.length > 0 && Date.now() < deadline) {
      if (!this.writeSome()) sleep(retryMs);
    }
  }

  private drain(): void {
    this.takeGathered();
    while (this.queue.length > 0) {
      if (!this.writeSome()) {
        this.retryLater();
        return;
      }
    }
    this.reportDropped();
  }

  private retryLater(): void {
    if (this.stalled) return;
    this.stalled = true;
    setTimeout(() => {
      this.stalled = false;
      this.drain();
    }, retryMs).unref();
  }

  private takeGathered(): void {
    if (this.gathered === '') return;
    const bytes = Buffer.from(this.gathered);
    this.gathered = '';
    this.queue.push(bytes);
    this.queuedBytes += bytes.length;
  }

  /** @returns whether the reader may take more right now */
  private writeSome(): boolean {
    const head = this.queue[0];
    if (head === undefined) return false;
    try {
      const length = Math.min(head.length - this.headOffset, largestWriteBytes);
      const written = this.writeBytes(this.fd, head, this.headOffset, length);
      this.headOffset += written;
      this.queuedBytes -= written;
    } catch (error) {
      if (isTryAgain(error)) return false;
      // The reader is gone (EPIPE) or the disk is full: there is nobody to tell.
      this.dropped += 1;
      this.queuedBytes -= head.length - this.headOffset;
      this.headOffset = head.length;
    }
    if (this.headOffset >= head.length) {
      this.queue.shift();
      this.headOffset = 0;
    }
    return true;
  }

  private reportDropped(): void {
    if (this.droppedSinceReport === 0) return;
    const count = this.droppedSinceReport;
    this.droppedSinceReport = 0;
    this.write(
      JSON.stringify({
        '@timestamp': new Date().toISOString(),
        'log.level': 'warn',
        message: `${count} log lines were dropped: stdout was not read`,
      }),
    );
  }
}

/**
 * Makes libuv open the pipe or socket behind stdout, which puts it into non-blocking mode. Left blocking, one write to
 * a full pipe would stop the whole service.
 */
function makeNonBlocking(): void {
  const stat = fstatSync(1);
  if (stat.isFIFO() || stat.isSocket()) process.stdout.on('error', ignoreLostReader);
}

function ignoreLostReader(): void {
  // Reported by the write that fails.
}

function isTryAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK');
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
