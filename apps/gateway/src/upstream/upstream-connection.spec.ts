import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemorySocket, turns } from '../../test/front/memory-socket.ts';
import { UpstreamConnection, type ResponseHandler, type UpstreamRequest } from './upstream-connection.ts';
import type { UpstreamError } from './upstream-error.ts';

const get: UpstreamRequest = { method: 'GET', head: 'GET / HTTP/1.1\r\n\r\n', body: 'none', upgrade: false };
const upload: UpstreamRequest = { method: 'POST', head: 'POST / HTTP/1.1\r\n\r\n', body: 'chunked', upgrade: false };

/** Notes what becomes of a request. */
class Noted implements ResponseHandler {
  readonly statuses: number[] = [];
  errors: UpstreamError[] = [];
  drained = 0;
  ended = 0;

  onHead({ status }: { status: number }): void {
    this.statuses.push(status);
  }
  onBody(): boolean {
    return true;
  }
  holdsOn(): boolean {
    return true;
  }
  onEnd(): void {
    this.ended += 1;
  }
  onError(error: UpstreamError): void {
    this.errors.push(error);
  }
  onDrain(): void {
    this.drained += 1;
  }
  onSent(): void {
    /* not asked for */
  }
  onInformation(): void {
    /* not asked for */
  }
  onPause(): void {
    /* not asked for */
  }
  onSwitch(): void {
    /* not asked for */
  }
}

let socket: MemorySocket;
let connection: UpstreamConnection;
let released: number;
beforeEach(() => {
  socket = new MemorySocket();
  released = 0;
  connection = new UpstreamConnection(socket, {
    release: () => (released += 1),
    closed: () => undefined,
    heard: () => undefined,
  });
});
afterEach(() => {
  socket.destroy();
});

async function served(): Promise<void> {
  connection.send(get, new Noted());
  await turns();
  socket.arrive('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
  await turns();
}

describe('a connection to an upstream', () => {
  it('takes nothing for the answer to a request that has not been sent', async () => {
    await served();
    const asked = new Noted();
    connection.send(get, asked);
    socket.arrive('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n');
    await turns();
    expect(asked).toMatchObject({
      statuses: [],
      ended: 0,
      errors: [{ failure: 'bad_payload', unsent: true, reused: true }],
    });
    expect({ destroyed: socket.destroyed, released }).toEqual({ destroyed: true, released: 1 });
    expect(socket.sent).toBe(get.head);
  });

  it('that closes before a request has been sent certainly has not got it', async () => {
    await served();
    const asked = new Noted();
    connection.send({ ...get, method: 'POST' }, asked);
    socket.arriveEnd();
    await turns();
    expect(asked.errors).toMatchObject([{ failure: 'reset', unsent: true, reused: true }]);
  });

  it('that closes after a request has been sent may have got it', async () => {
    await served();
    const asked = new Noted();
    connection.send({ ...get, method: 'POST' }, asked);
    await turns();
    socket.arriveEnd();
    await turns();
    expect(asked.errors).toMatchObject([{ failure: 'reset', unsent: false, reused: true }]);
  });

  it('gets the pieces of a chunked body that came together as one chunk, in one write', async () => {
    connection.send(upload, new Noted());
    for (const piece of ['h', 'e', 'llo']) connection.write(Buffer.from(piece));
    await turns();
    connection.write(Buffer.from('world'));
    connection.endBody();
    await turns();
    expect(socket.sent).toBe(`${upload.head}5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n`);
    expect(socket.writes.length).toBeLessThan(6);
  });

  it('says when it takes less than it is given, and when it takes more', async () => {
    const asked = new Noted();
    connection.send(upload, asked);
    await turns();
    socket.stall();
    expect(connection.write(Buffer.from('a'))).toBe(true);
    expect(connection.write(Buffer.alloc(200_000))).toBe(false);
    await turns();
    expect(asked.drained).toBe(0);
    socket.release();
    await turns();
    expect(asked.drained).toBe(1);
  });
});
