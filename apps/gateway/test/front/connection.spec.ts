import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BodyReader } from '../../src/front/front-request.ts';
import { FrontUnderTest } from './front-under-test.ts';
import { turns } from './memory-socket.ts';

const get = (target: string, headers = ''): string => `GET ${target} HTTP/1.1\r\nHost: portal\r\n${headers}\r\n`;
const post = (target: string, length: number, headers = ''): string =>
  `POST ${target} HTTP/1.1\r\nHost: portal\r\nContent-Length: ${length}\r\n${headers}\r\n`;

let front: FrontUnderTest;
beforeEach(() => {
  front = new FrontUnderTest();
});
afterEach(() => {
  front.client.destroy();
});

/** Sends bytes, and lets everything happen that comes of them. */
async function send(bytes: string): Promise<void> {
  front.client.arrive(bytes);
  await turns();
}

async function answer(body: string): Promise<void> {
  front.current.response.begin(200, ['content-length', String(body.length)]).end(body);
  await turns();
}

class Collected implements BodyReader {
  text = '';
  ended = 0;

  onBody(chunk: Buffer): void {
    this.text += chunk.toString('latin1');
  }

  onBodyEnd(): void {
    this.ended += 1;
  }
}

describe('requests on one connection', () => {
  it('are answered one at a time, in their order', async () => {
    await send(get('/1') + get('/2') + get('/3').slice(0, 20));
    expect(front.targets).toEqual(['/1']);
    await answer('one');
    expect(front.targets).toEqual(['/1', '/2']);
    await answer('two');
    await send(get('/3').slice(20));
    await answer('three');
    expect(front.targets).toEqual(['/1', '/2', '/3']);
    expect(front.client.sent).toMatch(/one(HTTP[^]*)two(HTTP[^]*)three$/);
  });

  it('sent ahead are not read without end', async () => {
    await send(get('/1'));
    for (let i = 0; i < 10 && !front.client.isPaused(); i += 1) await send(get('/n').repeat(1_000));
    expect(front.client.isPaused()).toBe(true);
    expect(front.targets).toEqual(['/1']);
    for (let i = 0; i < 1_000 && front.client.isPaused(); i += 1) await answer('next');
    expect(front.client.isPaused()).toBe(false);
    expect(front.targets.slice(0, 3)).toEqual(['/1', '/n', '/n']);
  });

  it('may be preceded by empty lines', async () => {
    await send(`\r\n\r\n${get('/1')}`);
    await answer('one');
    await send('\r\n');
    await send(get('/2'));
    expect(front.targets).toEqual(['/1', '/2']);
  });

  it('may be preceded by more of them than anybody has memory or time for', async () => {
    await send('\r\n\r');
    for (let i = 0; i < 300; i += 1) await send('\n\r'.repeat(32_000));
    await send(`\n${get('/1')}`);
    expect(front.targets).toEqual(['/1']);
  }, 8_000);

  it('end with one that asks for it', async () => {
    await send(get('/1', 'Connection: close\r\n') + get('/2'));
    await answer('one');
    expect(front.targets).toEqual(['/1']);
    expect(front.client.sent).toContain('connection: close\r\n');
    expect(front.client.finished).toBe(true);
  });

  it('end with one that is malformed, answered in its turn', async () => {
    await send(`${get('/1')}GET /2 HTTP/1.1\r\nHost : portal\r\n\r\n${get('/3')}`);
    expect(front.refused).toEqual([]);
    await answer('one');
    expect(front.refused).toEqual(['MalformedMessageError']);
    expect(front.client.sent).toMatch(/^HTTP\/1\.1 200 [^]*onerefused$/);
    await send(get('/4'));
    expect(front.targets).toEqual(['/1']);
    expect(front.client.finished).toBe(true);
  });

  it('have heads of bounded size, complete or not', async () => {
    await send(get('/1', `X: ${'x'.repeat(2_000)}\r\n`));
    expect(front.refused).toEqual(['HeadTooLargeError']);
    const other = new FrontUnderTest();
    other.client.arrive(`GET / HTTP/1.1\r\nX: ${'x'.repeat(2_000)}`);
    await turns();
    expect(other.refused).toEqual(['HeadTooLargeError']);
  });

  it('are refused as soon as they can be none, without waiting for the rest', async () => {
    await send('GET / HTTP\r\n');
    expect(front.refused).toEqual(['MalformedMessageError']);
  });

  it('are each over once', async () => {
    let closed = 0;
    await send(get('/1'));
    front.current.response.onClose(() => (closed += 1));
    await answer('one');
    front.client.destroy();
    await turns();
    expect({ closed, closings: front.closings }).toEqual({ closed: 1, closings: 1 });
    expect(front.current.response.writableFinished).toBe(true);
  });
});

describe('a body', () => {
  it('waits until it is read, and is held back meanwhile', async () => {
    await send(`${post('/1', 10)}hello`);
    expect(front.client.isPaused()).toBe(true);
    const body = new Collected();
    front.current.request.read(body);
    expect(body).toMatchObject({ text: 'hello', ended: 0 });
    await send('world');
    expect(body).toMatchObject({ text: 'helloworld', ended: 1 });
    expect(front.current.request.complete).toBe(true);
  });

  it('comes no faster than it is taken', async () => {
    await send(post('/1', 10));
    const body = new Collected();
    const { request } = front.current;
    request.read(body);
    request.pause();
    await send('hello');
    expect(front.client.isPaused()).toBe(true);
    expect(body.text).toBe('');
    request.resume();
    await send('world');
    expect(body).toMatchObject({ text: 'helloworld', ended: 1 });
  });

  it('ends where it was announced to', async () => {
    const body = new Collected();
    await send(`${post('/1', 5)}hello${get('/2')}`);
    front.current.request.read(body);
    expect(body.text).toBe('hello');
    await answer('one');
    expect(front.targets).toEqual(['/1', '/2']);
  });

  it('that nobody reads does not become the next request', async () => {
    await send(post('/1', 40));
    await answer('no');
    await send(`${get('/smuggled').slice(0, 40)}${get('/2')}`);
    expect(front.targets).toEqual(['/1', '/2']);
  });

  it('that nobody reads and that does not come ends its connection in time', async () => {
    await send(post('/1', 40));
    await answer('no');
    front.wait(9_000);
    expect(front.client.destroyed).toBe(false);
    front.wait(11_000);
    expect(front.client.destroyed).toBe(true);
  });

  it('the client was not told to send may never come: the connection ends with the answer', async () => {
    await send(post('/1', 40, 'Expect: 100-continue\r\n'));
    await answer('no');
    expect(front.client.sent).toContain('connection: close\r\n');
    await send(get('/2'));
    expect(front.targets).toEqual(['/1']);
  });

  it('the client was told to send keeps the connection', async () => {
    await send(post('/1', 5, 'Expect: 100-continue\r\n'));
    front.current.response.writeContinue();
    await send('hello');
    await answer('yes');
    expect(front.client.sent).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*connection: keep-alive/);
  });

  it('that begins malformed reaches nobody', async () => {
    await send('POST /1 HTTP/1.1\r\nHost: portal\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n');
    expect(front.targets).toEqual([]);
    expect(front.refused).toEqual(['MalformedMessageError']);
  });

  it('that goes on malformed ends the exchange with one answer', async () => {
    await send('POST /1 HTTP/1.1\r\nHost: portal\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
    const { response, request } = front.current;
    const body = new Collected();
    request.read(body);
    let closed = 0;
    response.onClose(() => (closed += 1));
    await send('x\r\n');
    expect({ closed, refused: front.refused, ended: body.ended }).toEqual({
      closed: 1,
      refused: ['MalformedMessageError'],
      ended: 0,
    });
    response.end('too late');
    await turns();
    expect(front.client.sent).toBe('refused');
  });

  it('that goes on malformed is recorded with the status of its answer', async () => {
    await send('POST /1 HTTP/1.1\r\nHost: portal\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
    const { response, request } = front.current;
    request.read(new Collected());
    await send('x\r\n');
    expect(response).toMatchObject({ statusCode: 400, headersSent: true, writableFinished: false });
    expect(front.interrupted).toEqual([response]);
  });

  it('that goes on malformed after its answer takes the connection, not the answer', async () => {
    await send('POST /1 HTTP/1.1\r\nHost: portal\r\nTransfer-Encoding: chunked\r\n\r\n');
    front.current.response.begin(413, ['content-length', '3']).end('too');
    await send(`x\r\n${get('/2')}`);
    expect(front.client.sent).toMatch(/^HTTP\/1\.1 413 [^]*too$/);
    expect(front.client.finished).toBe(true);
    expect(front.targets).toEqual(['/1']);
  });

  it('that goes on malformed cuts a response that has begun', async () => {
    await send('POST /1 HTTP/1.1\r\nHost: portal\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
    const { response, request } = front.current;
    request.read(new Collected());
    response.begin(200, []).write(Buffer.from('part'));
    await send('x\r\n');
    expect(front.client.destroyed).toBe(true);
    expect(front.client.sent).not.toContain('refused');
  });
});

describe('a client', () => {
  it('that leaves while it is answered ends its exchange', async () => {
    let closed = 0;
    await send(get('/1'));
    const { response } = front.current;
    response.onClose(() => (closed += 1));
    front.client.arriveEnd();
    await turns();
    expect({ closed, destroyed: front.client.destroyed }).toEqual({ closed: 1, destroyed: true });
    expect(response.writableFinished).toBe(false);
  });

  it('that closes its side when its response is under way still gets it', async () => {
    await send(get('/1'));
    front.current.response.begin(200, ['content-length', '3']).end('one');
    front.client.arriveEnd();
    await turns();
    expect(front.client.sent).toMatch(/one$/);
    expect(front.current.response.writableFinished).toBe(true);
  });

  it('that closes an idle connection is let go', async () => {
    await send(get('/1'));
    await answer('one');
    front.client.arriveEnd();
    await turns();
    expect(front).toMatchObject({ closings: 1, refused: [] });
  });

  it('that ends in the middle of a head is told so', async () => {
    await send('GET / HTTP/1.1\r\nHost');
    front.client.arriveEnd();
    await turns();
    expect(front).toMatchObject({ closings: 1, refused: ['MalformedMessageError'] });
  });

  it('that says nothing is let go without a word', () => {
    front.wait(9_000);
    expect(front.client.destroyed).toBe(false);
    front.wait(11_000);
    expect(front.client).toMatchObject({ destroyed: true, sent: '' });
  });

  it('that never comes to the end of a head is told so, whatever it sends meanwhile', async () => {
    await send('GET / HTTP/1.1\r\n');
    front.wait(9_000);
    await send('X-Slow: 1\r\n');
    expect(front.refused).toEqual([]);
    front.wait(11_000);
    expect(front.refused).toEqual(['HeadTooSlowError']);
  });

  it('may be silent longer between two requests', async () => {
    await send(get('/1'));
    await answer('one');
    front.wait(60_500);
    expect(front.client.destroyed).toBe(false);
    front.wait(61_500);
    expect(front.client).toMatchObject({ destroyed: true });
    expect(front.client.sent).toMatch(/one$/);
  });

  it('has as long as any for the head of its second request', async () => {
    await send(get('/1'));
    await answer('one');
    await send('GET');
    front.wait(9_000);
    expect(front.refused).toEqual([]);
    front.wait(11_000);
    expect(front.refused).toEqual(['HeadTooSlowError']);
  });

  it('whose end cannot be seen for all it has sent ahead is given up in time', async () => {
    await send(get('/1'));
    for (let i = 0; i < 10 && !front.client.isPaused(); i += 1) await send(get('/n').repeat(1_000));
    front.wait(9_000);
    expect(front.client.destroyed).toBe(false);
    front.wait(11_000);
    expect(front.client.destroyed).toBe(true);
  });

  it('that has sent nothing ahead may wait for its response as long as it likes', async () => {
    await send(get('/1'));
    front.wait(1_000_000);
    expect(front.client.destroyed).toBe(false);
  });

  it('that does not take its response is given up', async () => {
    await send(get('/1'));
    front.client.stall();
    await answer('one');
    front.wait(19_000);
    expect(front.client.destroyed).toBe(false);
    front.wait(21_000);
    expect(front.client.destroyed).toBe(true);
  });
});

describe("a WebSocket's handshake", () => {
  const handshake = get('/live', 'Connection: Upgrade\r\nUpgrade: websocket\r\n');

  it('hands the connection over, with what was sent after it', async () => {
    await send(`${handshake}early`);
    expect(front.upgraded).toMatchObject([{ socket: front.client, early: 'early' }]);
    expect(front.closings).toBe(1);
    const later = new Promise<string>((resolve) =>
      front.client.once('data', (chunk: Buffer) => {
        resolve(chunk.toString());
      }),
    );
    await send('later');
    front.client.resume();
    expect(await later).toBe('later');
    front.wait(100_000);
    expect(front.client.destroyed).toBe(false);
  });

  it('waits for its turn', async () => {
    await send(get('/1') + handshake);
    expect(front.upgraded).toEqual([]);
    await answer('one');
    expect(front.upgraded).toHaveLength(1);
  });

  it('is an ordinary request with any other method', async () => {
    await send(handshake.replace('GET', 'DELETE'));
    expect(front.targets).toEqual(['/live']);
  });
});
