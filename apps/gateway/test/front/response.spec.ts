import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FrontResponse } from '../../src/front/front-response.ts';
import { endWith } from '../../src/http1/end-with.ts';
import { FrontUnderTest } from './front-under-test.ts';
import { MemorySocket, turns } from './memory-socket.ts';

let front: FrontUnderTest;
beforeEach(() => {
  front = new FrontUnderTest();
});
afterEach(() => {
  front.client.destroy();
});

async function asked(line = 'GET / HTTP/1.1', headers = ''): Promise<FrontResponse> {
  front.client.arrive(`${line}\r\nHost: portal\r\n${headers}\r\n`);
  await turns();
  return front.current.response;
}

/** What the client was sent, without the date. */
async function sent(): Promise<string> {
  await turns();
  return front.client.sent.replace(/date: [^\r]*GMT\r\n/, '');
}

describe('a response', () => {
  it('of known length is one write', async () => {
    (await asked()).begin(200, ['content-type', 'text/plain', 'content-length', '5']).end('hello');
    expect(await sent()).toBe(
      'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 5\r\nconnection: keep-alive\r\n\r\nhello',
    );
    expect(front.client.writes).toHaveLength(1);
  });

  it('says its length in one way', async () => {
    (await asked()).relay(200, ['content-length', '05'], 'OK').end('hello');
    expect(await sent()).toContain('\r\ncontent-length: 5\r\n');
  });

  it('of unknown length comes in chunks', async () => {
    const response = (await asked()).begin(200, []);
    response.write(Buffer.from('hello '));
    response.write(Buffer.alloc(0));
    response.end('world');
    expect(await sent()).toBe(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: keep-alive\r\n\r\n6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n',
    );
  });

  it('of unknown length to HTTP/1.0 ends with the connection', async () => {
    const response = (await asked('GET / HTTP/1.0', 'Connection: keep-alive\r\n')).begin(200, []);
    response.write(Buffer.from('hello'));
    response.end();
    expect(await sent()).toBe('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello');
    expect(front.client.finished).toBe(true);
  });

  it.each([
    ['to HEAD', 'HEAD / HTTP/1.1', 200],
    ['204', 'GET / HTTP/1.1', 204],
    ['304', 'GET / HTTP/1.1', 304],
  ])('%s has no body, whatever is given', async (_, line, status) => {
    const response = (await asked(line)).begin(status, ['content-length', '5']);
    response.write(Buffer.from('he'));
    response.end('llo');
    expect(await sent()).toMatch(/content-length: 5\r\nconnection: keep-alive\r\n\r\n$/);
    expect(response.writableFinished).toBe(true);
  });

  it.each([
    ['less', ['he'], ''],
    ['less, in one', [], 'he'],
    ['more', ['hello', ' world'], ''],
    ['more, in one', [], 'hello world'],
  ])('with %s than its length takes its connection along', async (_, chunks, last) => {
    const response = (await asked()).begin(200, ['content-length', '5']);
    for (const chunk of chunks) response.write(Buffer.from(chunk));
    response.end(last);
    await turns();
    expect(front.client.destroyed).toBe(true);
    expect(front.client.sent).not.toContain('world');
    expect(response.writableFinished).toBe(false);
  });

  it('counts its length in bytes', async () => {
    (await asked()).end('Grüße');
    expect(await sent()).toBe(
      `HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: keep-alive\r\n\r\nGr\xc3\xbc\xc3\x9fe`,
    );
  });

  it('that is long comes whole', async () => {
    const body = Buffer.alloc(100_000, 'x');
    (await asked()).begin(200, ['content-length', '100000']).end(body);
    expect(await sent()).toHaveLength(
      100_000 + 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\nconnection: keep-alive\r\n\r\n'.length,
    );
  });

  it.each(['a\r\nx-injected: 1', 'a\nb', 'a\0b', 'ä\u0100'])('has no value that leaves its line: %j', async (value) => {
    const response = await asked();
    expect(() => response.begin(302, ['location', value])).toThrow('location');
    expect(() => {
      response.writeEarlyHints([value]);
    }).toThrow('link');
    response.end('still possible');
    expect(await sent()).toMatch(/^HTTP\/1\.1 200 OK[^]*still possible$/);
  });

  it('has one head', async () => {
    const response = (await asked()).begin(200, []);
    expect(() => response.begin(500, [])).toThrow('one head');
  });

  it('ends once', async () => {
    const response = await asked();
    response.end('one');
    response.end('two');
    response.write(Buffer.from('three'));
    expect(await sent()).toMatch(/\r\n\r\none$/);
  });

  it('has hints and a continuation before it, but not for HTTP/1.0', async () => {
    const response = await asked();
    response.writeContinue();
    response.writeEarlyHints(['</a.css>; rel=preload']);
    response.end('x');
    response.writeContinue();
    expect(await sent()).toMatch(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 103 Early Hints\r\nlink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nx$/,
    );
    front = new FrontUnderTest();
    (await asked('GET / HTTP/1.0')).writeContinue();
    expect(await sent()).toBe('');
  });

  it('keeps the date of another server', async () => {
    (await asked()).relay(200, ['date', 'Tue, 01 Jan 2019 00:00:00 GMT', 'content-length', '0'], 'Fine').end();
    await turns();
    expect(front.client.sent).toBe(
      'HTTP/1.1 200 Fine\r\ndate: Tue, 01 Jan 2019 00:00:00 GMT\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n',
    );
  });

  it('says when the client takes less than it is given, and when it takes more', async () => {
    const response = (await asked()).begin(200, []);
    let drained = 0;
    response.onDrain(() => (drained += 1));
    front.client.stall();
    expect(response.write(Buffer.alloc(200_000))).toBe(false);
    await turns();
    expect(drained).toBe(0);
    front.client.release();
    await turns();
    expect(drained).toBe(1);
    expect(response.write(Buffer.from('more'))).toBe(true);
  });

  it('that is cut is not finished', async () => {
    const response = (await asked()).begin(200, []);
    response.write(Buffer.from('part'));
    let closed = 0;
    response.onClose(() => (closed += 1));
    response.destroy();
    response.end('rest');
    await turns();
    expect({ closed, finished: response.writableFinished, destroyed: front.client.destroyed }).toEqual({
      closed: 1,
      finished: false,
      destroyed: true,
    });
    expect(front.client.sent).not.toContain('rest');
  });

  it('that is cut where only the end of the connection ends it does not pass for the whole', async () => {
    const reset = jest.spyOn(front.client, 'resetAndDestroy');
    const response = (await asked('GET / HTTP/1.0')).begin(200, []);
    response.write(Buffer.from('part'));
    response.destroy();
    expect(reset).toHaveBeenCalled();
  });

  it('says that it is over also to whoever asks too late', async () => {
    const response = await asked();
    response.end('x');
    await turns();
    let closed = 0;
    response.onClose(() => (closed += 1));
    expect(closed).toBe(1);
  });

  it('ends in order after what was written before it, and before the next', async () => {
    const response = (await asked()).begin(200, ['content-length', '10']);
    front.client.arrive('GET /2 HTTP/1.1\r\nHost: portal\r\n\r\n');
    response.write(Buffer.from('hello'));
    response.end('world');
    await turns();
    front.current.response.end('next');
    expect(await sent()).toMatch(/\r\n\r\nhelloworldHTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nnext$/);
  });
});

describe('the end of a connection', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits a moment for what is still coming, and no longer', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    const socket = new MemorySocket();
    socket.pause();
    endWith(socket, 'bye');
    await turns();
    expect(socket).toMatchObject({ sent: 'bye', destroyed: false });
    expect(socket.isPaused()).toBe(false);
    jest.advanceTimersByTime(1_999);
    expect(socket.destroyed).toBe(false);
    jest.advanceTimersByTime(1);
    expect(socket.destroyed).toBe(true);
  });

  it('gives a slow client the time to take what is left, and no more', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    const socket = new MemorySocket();
    socket.stall();
    endWith(socket, 'bye');
    await turns();
    jest.advanceTimersByTime(29_999);
    expect(socket.destroyed).toBe(false);
    jest.advanceTimersByTime(1);
    expect(socket.destroyed).toBe(true);
  });
});
