import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { longestLineBytes } from './longest-line.ts';
import { StdoutSink } from './stdout.sink.ts';

/** A reader of a pipe that takes `room` bytes, a few at a time, and no more. */
class Reader {
  received = Buffer.alloc(0);
  room = Number.POSITIVE_INFINITY;

  constructor(private readonly bite: number) {}

  readonly write = (_fd: number, bytes: Buffer, offset: number, length: number): number => {
    const taken = Math.min(this.room, this.bite, length);
    if (taken === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' });
    this.room -= taken;
    this.received = Buffer.concat([this.received, bytes.subarray(offset, offset + taken)]);
    return taken;
  };

  get lines(): string[] {
    return this.received.toString().trimEnd().split('\n');
  }
}

const hundred = Array.from({ length: 100 }, (_, index) => `line ${index} õäöü`);

describe('StdoutSink', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('keeps lines whole and in order for a reader that takes a few bytes at a time', () => {
    const reader = new Reader(7);
    const sink = new StdoutSink({ maxBufferedBytes: 100_000, write: reader.write });

    for (const line of hundred) sink.write(line);
    sink.flushSync();

    expect(reader.lines).toEqual(hundred);
    expect(sink.dropped).toBe(0);
  });

  it('writes by itself soon, once for all lines gathered', () => {
    jest.useFakeTimers();
    const reader = new Reader(1_000_000);
    let writes = 0;
    const write: typeof reader.write = (...call) => {
      writes += 1;
      return reader.write(...call);
    };
    const sink = new StdoutSink({ maxBufferedBytes: 100_000, write });

    for (const line of hundred) sink.write(line);
    jest.advanceTimersByTime(10);

    expect(reader.lines).toEqual(hundred);
    expect(writes).toBe(1);
  });

  it('drops and counts what a stalled reader does not take, and goes on when it does', async () => {
    const reader = new Reader(1_000);
    reader.room = 0;
    const sink = new StdoutSink({ maxBufferedBytes: 1_000, write: reader.write });

    for (let index = 0; index < 1_000; index += 1) {
      sink.write(`${index} ${'x'.repeat(90)}`);
      if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sink.dropped).toBeGreaterThan(980);

    reader.room = Number.POSITIVE_INFINITY;
    sink.flushSync();
    sink.write('after');
    sink.flushSync();
    expect(reader.lines.length + sink.dropped).toBe(1_001);
    expect(reader.lines.at(-1)).toBe('after');
  });

  it('does not bound what one turn of the event loop may log, as long as it is read', () => {
    const reader = new Reader(1_000_000);
    const sink = new StdoutSink({ maxBufferedBytes: 200_000, write: reader.write });

    for (let index = 0; index < 20_000; index += 1) sink.write('y'.repeat(100));
    sink.flushSync();

    expect(reader.lines).toHaveLength(20_000);
    expect(sink.dropped).toBe(0);
  });

  it('cuts what is longer than a line may be', () => {
    const reader = new Reader(100_000);
    const sink = new StdoutSink({ maxBufferedBytes: 100_000, write: reader.write });

    sink.write(JSON.stringify({ message: 'õ'.repeat(30_000), 'trace.id': 'abc' }));
    sink.flushSync();

    expect(reader.received.length).toBeLessThanOrEqual(longestLineBytes);
    expect(JSON.parse(reader.lines[0] ?? '')).toMatchObject({ 'trace.id': 'abc' });
  });

  it('survives a reader that is gone', () => {
    const gone = (): number => {
      throw Object.assign(new Error('broken pipe'), { code: 'EPIPE' });
    };
    const sink = new StdoutSink({ maxBufferedBytes: 1_000, write: gone });

    sink.write('unheard');
    sink.flushSync();

    expect(sink.dropped).toBe(1);
  });
});
