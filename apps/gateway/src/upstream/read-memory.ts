import type { OnReadOpts, Socket } from 'node:net';

const bytes = 65_536;

/**
 * The memory one connection is read into: the same again, as long as nobody holds on to what was read. New memory for each
 * piece lies outside of the heap, and whenever much of it has gathered the whole heap is looked through.
 */
export class ReadMemory {
  /** Takes what was read. @returns whether its memory is free again; a stop of the reading is asked of the socket */
  take: (chunk: Buffer) => boolean = () => false;
  /** For `net.connect`. */
  readonly options: OnReadOpts;
  private memory = Buffer.allocUnsafeSlow(bytes);
  private free = true;
  private stream: Socket | undefined;

  constructor() {
    this.options = {
      buffer: () => {
        if (!this.free) this.memory = Buffer.allocUnsafeSlow(bytes);
        this.free = true;
        return this.memory;
      },
      callback: (length) => {
        const chunk = this.memory.subarray(0, length);
        // Node stops reading at `false`, and begins again when the stream is read.
        if (this.stream !== undefined) return this.stream.push(Buffer.from(chunk));
        this.free = this.take(chunk);
        return true;
      },
    };
  }

  /** From now on the socket is a stream like any other. */
  leaveTo(socket: Socket): void {
    this.stream = socket;
  }
}
