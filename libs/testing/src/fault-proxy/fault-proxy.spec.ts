import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { eventually } from '../eventually.ts';
import { type FaultProxy, faultProxy } from './fault-proxy.ts';

const sentBody = 'x'.repeat(400);

let server: Server;
let proxy: FaultProxy;

beforeEach(async () => {
  server = createServer((_request, response) => response.end(sentBody));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await faultProxy({ target: `http://127.0.0.1:${address.port}` });
});

afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => server.close(resolve));
});

interface Conversation {
  socket: Socket;
  received: () => string;
  /** How it ended: the error's code, or `end`. */
  ended: Promise<string>;
}

function ask(): Conversation {
  const socket = connect(proxy.port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => (text += piece));
  const ended = new Promise<string>((resolve) => {
    socket.on('end', () => {
      resolve('end');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(String(error.code));
    });
  });
  socket.write('GET / HTTP/1.1\r\nHost: target\r\nConnection: close\r\n\r\n');
  return { socket, received: () => text, ended };
}

async function elapsedMs(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

describe('faultProxy', () => {
  it('passes everything on when healthy', async () => {
    const { received, ended } = ask();
    expect(await ended).toBe('end');
    expect(received()).toContain(sentBody);
  });

  it('carries the path and credentials of its target in its own address', async () => {
    const database = await faultProxy({ target: 'postgres://user:secret@127.0.0.1:5432/billing' });
    expect(database.url).toBe(`postgres://user:secret@127.0.0.1:${database.port}/billing`);
    await database.close();
  });

  it('holds answers back while hanging and lets them go when healed', async () => {
    proxy.hang();
    const { socket, received, ended } = ask();
    await once(socket, 'connect');
    await eventually(() => {
      expect(proxy.connections).toBe(1);
    });
    expect(received()).toBe('');
    proxy.healthy();
    expect(await ended).toBe('end');
    expect(received()).toContain(sentBody);
  });

  it('delays answers', async () => {
    proxy.latency(80);
    expect(await elapsedMs(ask().ended)).toBeGreaterThanOrEqual(79);
  });

  it('resets a connection that asks for something', async () => {
    proxy.reset();
    expect(await ask().ended).toBe('ECONNRESET');
  });

  it('answers with garbage', async () => {
    proxy.garbage();
    const { received, ended } = ask();
    await ended;
    expect(received()).toContain('garbage');
    expect(received()).not.toContain('HTTP/1.1');
  });

  it('limits the speed of answers', async () => {
    proxy.bandwidth(4000);
    expect(await elapsedMs(ask().ended)).toBeGreaterThanOrEqual(95);
  });

  it('drips the body but not the headers', async () => {
    proxy.dripBody(1, 1000);
    const { socket, received } = ask();
    await eventually(() => {
      expect(received()).toContain('\r\n\r\nx');
    });
    expect(received().split('\r\n\r\n')[1]?.length).toBeLessThan(sentBody.length);
    socket.destroy();
  });

  it('lets the rest of a dripped body go when healed', async () => {
    proxy.dripBody(1, 60_000);
    const { received, ended } = ask();
    await eventually(() => {
      expect(received()).toContain('\r\n\r\nx');
    });
    proxy.healthy();
    expect(await ended).toBe('end');
    expect(received()).toContain(sentBody);
  });

  it('keeps a connection open after the target closed it', async () => {
    proxy.slowClose(100);
    const { received, ended } = ask();
    expect(await elapsedMs(ended)).toBeGreaterThanOrEqual(99);
    expect(received()).toContain(sentBody);
  });

  it('refuses connections and listens on the same port again', async () => {
    const { port } = proxy;
    await proxy.refuse();
    expect(await ask().ended).toBe('ECONNREFUSED');
    await proxy.listen();
    expect(proxy.port).toBe(port);
    expect(await ask().ended).toBe('end');
  });

  it('resets its clients when the target is gone', async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(await ask().ended).toBe('ECONNRESET');
  });

  it('counts connections', async () => {
    await ask().ended;
    proxy.hang();
    ask();
    await eventually(() => {
      expect([proxy.accepted, proxy.connections]).toEqual([2, 1]);
    });
  });
});
