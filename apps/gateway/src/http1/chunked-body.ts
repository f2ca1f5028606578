import { checkCharacters, headerLine, MalformedMessageError } from './header-lines.ts';

const maxLineBytes = 4_096;
const maxExtensionBytes = 16_384;
const maxTrailerBytes = 16_384;

/** As the standard has it (RFC 9112 section 7.1.1). */
const strictSize =
  /^([0-9A-Fa-f]{1,12})(?:;[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:=(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+|"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"))?)*$/;
/** Servers of old pad the size with spaces; nobody but us reads what they send. */
const paddedSize = /^([0-9A-Fa-f]{1,12})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/;

const beginsSize = /^[0-9A-Fa-f]{1,12}(?:[\t \r;]|$)/;

/** Frames, routes or switches a message, which is decided by the time trailers come (RFC 9110 section 6.5.1). */
const neverInTrailers = new Set(['connection', 'content-length', 'expect', 'host', 'transfer-encoding', 'upgrade']);

/** Extensions that are longer than anybody has a use for. */
export class ExtensionsTooLongError extends MalformedMessageError {}

/**
 * Takes a chunked body apart as it arrives (RFC 9112 section 7.1). Data is handed on as slices of what was read, without
 * copying; only a size line or trailer cut in two by a packet's border is kept.
 */
export class ChunkedBody {
  readonly trailers: string[] = [];
  private state: 'size' | 'data' | 'data-end' | 'trailers' | 'done' = 'size';
  private left = 0;
  private partialLine = '';
  private trailerBytes = 0;
  private extensionBytes = 0;

  private readonly sender: 'stranger' | 'upstream';

  /** @param sender strangers are held to the letter */
  constructor(sender: 'stranger' | 'upstream') {
    this.sender = sender;
  }

  get done(): boolean {
    return this.state === 'done';
  }

  /** @returns how many bytes of `input` belong to this body; fewer than given only when it is done. */
  push(input: Buffer, onData: (chunk: Buffer) => void): number {
    let at = 0;
    while (at < input.length && this.state !== 'done') {
      if (this.state === 'data') {
        const end = Math.min(input.length, at + this.left);
        this.left -= end - at;
        if (this.left === 0) this.state = 'data-end';
        onData(at === 0 && end === input.length ? input : input.subarray(at, end));
        at = end;
      } else {
        at = this.takeLine(input, at);
      }
    }
    return at;
  }

  private takeLine(input: Buffer, at: number): number {
    const lineFeed = input.indexOf(10, at);
    const end = lineFeed < 0 ? input.length : lineFeed + 1;
    const line = this.partialLine + input.toString('latin1', at, end);
    if (line.length > maxLineBytes) throw new ExtensionsTooLongError('chunk line too long');
    if (lineFeed < 0) {
      this.checkPartial(line);
      this.partialLine = line;
      return end;
    }
    this.partialLine = '';
    if (!line.endsWith('\r\n')) throw new MalformedMessageError('chunk line ending');
    this.line(line.slice(0, -2));
    return end;
  }

  /** What can never become the line that has to come is not waited for. */
  private checkPartial(line: string): void {
    if (this.state === 'data-end' && line !== '\r') throw new MalformedMessageError('chunk longer than its size');
    if (this.state === 'size' && !beginsSize.test(line)) throw new MalformedMessageError('chunk size');
  }

  private trailer(line: string): void {
    checkCharacters(line);
    if (line.includes('\r')) throw new MalformedMessageError('line end');
    const { name, value } = headerLine(line, 0, line.length);
    if (this.sender === 'stranger' && neverInTrailers.has(name)) throw new MalformedMessageError(`${name} in trailers`);
    this.trailers.push(name, value);
  }

  private line(line: string): void {
    switch (this.state) {
      case 'size': {
        const size = (this.sender === 'stranger' ? strictSize : paddedSize).exec(line)?.[1];
        if (size === undefined) throw new MalformedMessageError('chunk size');
        this.extensionBytes += line.length - size.length;
        if (this.extensionBytes > maxExtensionBytes) throw new ExtensionsTooLongError('chunk extensions too long');
        this.left = Number.parseInt(size, 16);
        this.state = this.left === 0 ? 'trailers' : 'data';
        return;
      }
      case 'data-end':
        if (line !== '') throw new MalformedMessageError('chunk longer than its size');
        this.state = 'size';
        return;
      case 'trailers':
        this.trailerBytes += line.length;
        if (this.trailerBytes > maxTrailerBytes) throw new MalformedMessageError('trailers too long');
        if (line === '') this.state = 'done';
        else this.trailer(line);
        return;
      case 'data':
      case 'done':
        throw new MalformedMessageError('chunk state');
      default:
        this.state satisfies never;
    }
  }
}
