import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type EventStream, LiveConnection, silenceMs } from './live-connection.ts';
import { sampleCapability, sampleStatus } from '../status/sample-status.ts';

class StreamDouble implements EventStream {
  closed = false;
  private readonly listeners = new Map<string, (event: { data?: unknown }) => void>();

  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
  }
  say(status: unknown): void {
    this.listeners.get('status')?.({ data: JSON.stringify(status) });
  }
  fail(): void {
    this.listeners.get('error')?.({});
  }
}

const streams: StreamDouble[] = [];
let signedIn = true;
let connection: LiveConnection;
let stop: () => void;

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
  streams.length = 0;
  signedIn = true;
  connection = new LiveConnection({
    open: () => {
      const stream = new StreamDouble();
      streams.push(stream);
      return stream;
    },
    isSignedIn: () => Promise.resolve(signedIn),
  });
  stop = connection.subscribe(() => undefined);
});
afterEach(() => {
  stop();
  jest.useRealTimers();
});

const status = sampleStatus(sampleCapability());

describe('the live connection', () => {
  it('is live with the first status, and knows when it came', () => {
    expect(connection.read().phase).toBe('connecting');
    streams[0]?.say(status);
    expect(connection.read()).toMatchObject({ phase: 'live', status, receivedAt: 1_000_000 });
  });

  it('keeps what it knew when it is lost, and when that was, and opens another one', async () => {
    streams[0]?.say(status);
    await jest.advanceTimersByTimeAsync(3_000);
    streams[0]?.fail();
    expect(connection.read()).toMatchObject({ phase: 'lost', status, receivedAt: 1_000_000 });
    await jest.advanceTimersByTimeAsync(500);
    expect(streams).toHaveLength(2);
    expect(streams[0]?.closed).toBe(true);
    streams[1]?.say(status);
    expect(connection.read().phase).toBe('live');
  });

  it('takes silence for a loss', async () => {
    streams[0]?.say(status);
    await jest.advanceTimersByTimeAsync(silenceMs);
    expect(connection.read().phase).toBe('lost');
  });

  it('hears nothing from a connection it has given up', async () => {
    streams[0]?.fail();
    await jest.advanceTimersByTimeAsync(500);
    streams[0]?.say(status);
    streams[0]?.fail();
    expect(connection.read().status).toBeUndefined();
    expect(streams).toHaveLength(2);
  });

  it('waits longer after each failure, and not for ever', async () => {
    for (let attempt = 0; attempt < 8; attempt++) {
      streams.at(-1)?.fail();
      await jest.advanceTimersByTimeAsync(5_000);
      expect(streams).toHaveLength(attempt + 2);
    }
  });

  it('ends when nobody is signed in any more', async () => {
    streams[0]?.say(status);
    signedIn = false;
    streams[0]?.fail();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(connection.read()).toMatchObject({ phase: 'ended', status });
    expect(streams).toHaveLength(1);
  });

  it('goes on when somebody has signed in again, and only then', async () => {
    connection.resume();
    expect(streams).toHaveLength(1);
    streams[0]?.say(status);
    signedIn = false;
    streams[0]?.fail();
    await jest.advanceTimersByTimeAsync(10_000);
    connection.resume();
    expect(streams).toHaveLength(2);
    streams[1]?.say(status);
    expect(connection.read().phase).toBe('live');
  });

  it('goes on with the history it is given', () => {
    const before = { at: 999_000, legacy: {}, new: { p95Ms: 40 } };
    const another = new LiveConnection({
      open: () => new StreamDouble(),
      isSignedIn: () => Promise.resolve(true),
      history: { invoices: [before] },
    });
    expect(another.read().history['invoices']).toEqual([before]);
  });

  it('does not believe what it cannot read', () => {
    streams[0]?.say({ capabilities: 'none' });
    expect(connection.read().phase).toBe('lost');
  });

  it('is closed when nobody looks', async () => {
    stop();
    expect(streams[0]?.closed).toBe(true);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(streams).toHaveLength(1);
  });
});
