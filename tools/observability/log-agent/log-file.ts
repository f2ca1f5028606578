/** One file of a container's log, whether the kubelet has compressed it since or not. */
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const chunkBytes = 262_144;
const longestTime = 40;

/** Opened once, so that all that is said of it is said of the same file, whatever is renamed meanwhile. */
export class LogFile {
  private readonly handle: FileHandle;
  readonly isCompressed: boolean;

  private constructor(handle: FileHandle, isCompressed: boolean) {
    this.handle = handle;
    this.isCompressed = isCompressed;
  }

  static async open(path: string): Promise<LogFile> {
    return new LogFile(await open(path), path.endsWith('.gz'));
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /**
   * When the first line was written, to the nanosecond: what a log is known by when its file is renamed or compressed.
   * @returns undefined as long as there is no line
   */
  async firstTime(): Promise<string | undefined> {
    for await (const bytes of this.bytes(0, longestTime)) {
      const text = bytes.toString('latin1', 0, longestTime);
      const space = text.indexOf(' ');
      return space > 0 ? text.slice(0, space) : undefined;
    }
    return undefined;
  }

  async state(): Promise<{ size: number; changedAtMs: number }> {
    const { size, mtimeMs } = await this.handle.stat();
    return { size, changedAtMs: mtimeMs };
  }

  /** The bytes of the log from `offset` on; of a file that is not compressed, up to `end`. */
  async *bytes(offset: number, end: number): AsyncGenerator<Buffer> {
    if (this.isCompressed) yield* this.unzipped(offset);
    else yield* this.raw(offset, end);
  }

  /** Not a stream of the handle, which would close it when it is left before its end. */
  private async *raw(offset: number, end: number): AsyncGenerator<Buffer> {
    for (let position = offset; position < end;) {
      const length = Math.min(chunkBytes, end - position);
      const { bytesRead, buffer } = await this.handle.read(Buffer.allocUnsafe(length), 0, length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  private async *unzipped(offset: number): AsyncGenerator<Buffer> {
    let skip = offset;
    const { size } = await this.state();
    const zipped = Readable.from(this.raw(0, size));
    const unzip = createGunzip({ chunkSize: chunkBytes });
    zipped.on('error', (error) => unzip.destroy(error));
    for await (const chunk of zipped.pipe(unzip) as AsyncIterable<Buffer>) {
      if (chunk.length > skip) yield chunk.subarray(skip);
      skip = Math.max(0, skip - chunk.length);
    }
  }
}
