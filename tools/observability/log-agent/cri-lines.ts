/**
 * Lines of a container from what the runtime wrote down (the log format of the Container Runtime Interface):
 *
 *     2026-11-29T02:17:09.362123456Z stdout F {"message":"…"}
 *
 * A line that was too long for the runtime is in several pieces, all of them but the last with a P for the F.
 */

export interface ContainerLine {
  /** When the runtime got it, or the first piece of it, to the nanosecond; empty when it does not say so. */
  time: string;
  stream: 'stdout' | 'stderr';
  text: string;
  /** Byte of the file it begins at. */
  offset: number;
  /** Byte to go on from once this line and all before it are safe. */
  resume: number;
}

/** A line of which pieces are still to come. */
interface Unfinished {
  time: string;
  pieces: Buffer[];
  bytes: number;
  offset: number;
}

const newline = 0x0a;
/** Time, stream and mark take less; they are ASCII. */
const longestHead = 64;
/** A container that never ends its line must not fill the memory: beyond this, one becomes several. */
const longestLine = 1_048_576;
const head = /^(\S+) (stdout|stderr) ([FP])(?: |$)/;

/** Lines of a file, given its bytes from `offset` on. What is not yet a whole line is left, or taken for one at the end. */
export class CriLines {
  private readonly unfinished = new Map<ContainerLine['stream'], Unfinished>();
  private rest: Buffer = Buffer.alloc(0);
  private position: number;

  constructor(offset: number) {
    this.position = offset;
  }

  *take(bytes: Buffer): Generator<ContainerLine> {
    const all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    let start = 0;
    for (let end = all.indexOf(newline); end >= 0; end = all.indexOf(newline, start)) {
      yield* this.line(all.subarray(start, end), end + 1 - start);
      start = end + 1;
    }
    this.rest = all.subarray(start);
  }

  /** What has been left over as lines: nothing more will come. */
  *end(): Generator<ContainerLine> {
    if (this.rest.length > 0) yield* this.line(this.rest, this.rest.length);
    this.rest = Buffer.alloc(0);
    for (const stream of [...this.unfinished.keys()]) yield* this.finish(stream);
  }

  private *line(raw: Buffer, length: number): Generator<ContainerLine> {
    const offset = this.position;
    this.position += length;
    // Torn, by a crash of the node for example: kept as it is.
    const torn = ['', '', 'stdout', 'F'] as const;
    const [match, time = '', stream, mark] = head.exec(raw.toString('latin1', 0, longestHead)) ?? torn;
    const source = stream === 'stderr' ? 'stderr' : 'stdout';
    const line = this.unfinished.get(source) ?? { time, pieces: [], bytes: 0, offset };
    line.pieces.push(raw.subarray(match.length));
    line.bytes += raw.length;
    this.unfinished.set(source, line);
    if (mark === 'F' || line.bytes >= longestLine) yield* this.finish(source);
  }

  private *finish(stream: ContainerLine['stream']): Generator<ContainerLine> {
    const line = this.unfinished.get(stream);
    if (line === undefined) return;
    this.unfinished.delete(stream);
    const others = [...this.unfinished.values()].map((other) => other.offset);
    const { time, pieces, offset } = line;
    // A character can be in two pieces, so they are put together as bytes.
    yield { time, stream, text: Buffer.concat(pieces).toString(), offset, resume: Math.min(this.position, ...others) };
  }
}
