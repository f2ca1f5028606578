import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { startGateway, type GatewayUnderTest } from '../support/gateway-under-test.ts';
import { exchangeRaw, RawClient } from '../support/raw-client.ts';
import { RawUpstream } from '../support/raw-upstream.ts';

let gateway: GatewayUnderTest;
let raw: RawUpstream;

beforeAll(async () => {
  raw = await RawUpstream.start();
  gateway = await startGateway({}, { billing: raw.url });
});
beforeEach(() => {
  gateway.reset();
  raw.reset();
});
afterAll(async () => {
  await gateway.stop();
  await raw.stop();
});

const host = 'Host: localhost:8080\r\n';
const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\n${host}${headers}\r\n`;
const getAndClose = (path: string, headers = ''): string => get(path, `Connection: close\r\n${headers}`);

describe('checklist 1: a GET with a Trailer header must not kill the process', () => {
  it('answers it like any other', async () => {
    const answer = await exchangeRaw(gateway.url, getAndClose('/invoices', 'Trailer: Expires\r\nTE: trailers\r\n'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(gateway.portal.seen[0]?.headers).not.toHaveProperty('trailer');
    expect(await exchangeRaw(gateway.url, getAndClose('/invoices'))).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe('checklist 2: aborts reach the other end', () => {
  it('tells the upstream of a client that left before the response began', async () => {
    let closed = false;
    gateway.portal.handler = (_request, response) => response.on('close', () => (closed = true));
    const client = await RawClient.connect(gateway.url);
    client.send(get('/invoices'));
    await eventually(() => {
      expect(gateway.portal.seen).toHaveLength(1);
    });
    client.destroy();
    await eventually(() => {
      expect(closed).toBe(true);
    });
  });

  it('tells the upstream of a client that left in the middle of a response', async () => {
    let closed = false;
    gateway.portal.handler = (_request, response) => {
      response.write('the beginning');
      response.on('close', () => (closed = true));
    };
    const client = await RawClient.connect(gateway.url);
    client.send(get('/invoices'));
    await client.until('the beginning');
    client.destroy();
    await eventually(() => {
      expect(closed).toBe(true);
    });
  });

  it('tells the upstream of a client that left in the middle of its own body', async () => {
    let aborted = false;
    gateway.portal.handler = (request) => {
      request.resume();
      request.on('close', () => (aborted = !request.complete));
    };
    const client = await RawClient.connect(gateway.url);
    client.send(`POST /invoices HTTP/1.1\r\n${host}Content-Length: 1000\r\n\r\nsome`);
    await eventually(() => {
      expect(gateway.portal.seen).toHaveLength(1);
    });
    client.destroy();
    await eventually(() => {
      expect(aborted).toBe(true);
    });
  });

  it("ends the client's stream when the upstream breaks off, so that nobody takes a part for the whole", async () => {
    gateway.portal.handler = (_request, response) => {
      response.write('half of it');
      setImmediate(() => response.destroy());
    };
    const answer = await exchangeRaw(gateway.url, get('/invoices'));
    expect(answer).toContain('half of it');
    expect(answer).not.toMatch(/\r\n0\r\n\r\n$/);
  });
});

describe('checklist 3: interim responses and bodiless ones', () => {
  it('passes Expect: 100-continue on and sends the body only when the upstream wants it', async () => {
    raw.onData = (socket, all) => {
      if (all.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      if (all.endsWith('the body')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone');
    };
    const client = await RawClient.connect(gateway.url);
    client.send(`POST /tmf-api/x HTTP/1.1\r\n${host}Content-Length: 8\r\nExpect: 100-continue\r\n\r\n`);
    await client.until('HTTP/1.1 100 Continue\r\n\r\n');
    expect(raw.received[0]).toMatch(/expect: 100-continue/i);
    client.send('the body');
    await client.until('done');
    client.destroy();
  });

  it('passes a refusal on without having asked for the body', async () => {
    raw.answer('HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n');
    const client = await RawClient.connect(gateway.url);
    client.send(`POST /tmf-api/x HTTP/1.1\r\n${host}Content-Length: 8\r\nExpect: 100-continue\r\n\r\n`);
    await client.until('HTTP/1.1 417 ');
    expect(client.received).not.toContain('100 Continue');
    client.destroy();
  });

  it('passes early hints on before the response', async () => {
    raw.answer(
      'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    const answer = await exchangeRaw(gateway.url, getAndClose('/tmf-api/x'));
    expect(answer).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nlink: <\/style\.css>; rel=preload; as=style\r\n\r\nHTTP\/1\.1 200 OK\r\n/i,
    );
  });

  it('keeps the length a HEAD is answered with and sends no body', async () => {
    raw.answer('HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n');
    const client = await RawClient.connect(gateway.url);
    client.send(`HEAD /tmf-api/x HTTP/1.1\r\n${host}\r\n`);
    await client.until(/content-length: 1234/i);
    raw.answer('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello');
    client.send(get('/tmf-api/x'));
    await client.until('hello');
    client.destroy();
  });

  it.each([204, 304])('frames a %d without a body and goes on using the connection', async (status) => {
    raw.answer(`HTTP/1.1 ${status} Nothing\r\nETag: "a"\r\n\r\n`);
    const client = await RawClient.connect(gateway.url);
    client.send(get('/tmf-api/x'));
    await client.until(/etag: "a"[\s\S]*\r\n\r\n$/i);
    raw.answer('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello');
    client.send(get('/tmf-api/x'));
    await client.until('hello');
    client.destroy();
  });

  it('answers pipelined requests in their order, whichever upstream is quicker', async () => {
    gateway.portal.handler = (request, response) => {
      setTimeout(() => response.end(`answer ${request.url ?? ''}`), request.url === '/invoices/1' ? 100 : 0);
    };
    const client = await RawClient.connect(gateway.url);
    client.send(get('/invoices/1') + get('/invoices/2') + get('/invoices/3'));
    await client.until(/answer \/invoices\/1[\s\S]*answer \/invoices\/2[\s\S]*answer \/invoices\/3/);
    client.destroy();
  });
});

describe('checklist 4: hop-by-hop headers stay on their hop', () => {
  it('drops them from requests, those named in Connection included', async () => {
    await exchangeRaw(
      gateway.url,
      get(
        '/invoices',
        'Connection: close, X-Secret-Hop\r\nX-Secret-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: x\r\nProxy-Authorization: Basic x\r\nTE: gzip\r\nUpgrade: h2c\r\nX-Kept: yes\r\n',
      ),
    );
    const headers = gateway.portal.seen[0]?.headers ?? {};
    for (const name of ['x-secret-hop', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'te', 'upgrade']) {
      expect(headers).not.toHaveProperty(name);
    }
    expect(headers['x-kept']).toBe('yes');
  });

  it('drops them from responses, those named in Connection included', async () => {
    raw.answer(
      'HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=99\r\nProxy-Authenticate: x\r\nX-Kept: yes\r\nContent-Length: 2\r\n\r\nok',
    );
    const answer = await exchangeRaw(gateway.url, getAndClose('/tmf-api/x'));
    expect(answer).toContain('x-kept: yes');
    expect(answer).not.toMatch(/x-inner|timeout=99|proxy-authenticate/i);
  });

  it('lets no Connection header remove what carries the message', async () => {
    await exchangeRaw(
      gateway.url,
      `POST /invoices HTTP/1.1\r\n${host}Connection: close, content-length, cookie\r\nCookie: a=b\r\nContent-Length: 2\r\n\r\nok`,
    );
    expect(gateway.portal.seen[0]?.headers).toMatchObject({ 'content-length': '2', cookie: 'a=b' });
  });
});

describe('checklist 5: what two servers could read differently is refused', () => {
  const malformed: [what: string, bytes: string][] = [
    [
      'Content-Length with Transfer-Encoding',
      `POST /invoices HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'duplicate Content-Length',
      `POST /invoices HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd`,
    ],
    [
      'the same Content-Length twice',
      `POST /invoices HTTP/1.1\r\n${host}Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd`,
    ],
    ['a list as Content-Length', `POST /invoices HTTP/1.1\r\n${host}Content-Length: 4, 4\r\n\r\nabcd`],
    ['a signed Content-Length', `POST /invoices HTTP/1.1\r\n${host}Content-Length: +4\r\n\r\nabcd`],
    ['bare LF line ends', `GET /invoices HTTP/1.1\nHost: localhost\n\n`],
    ['bare LF in the header section', `GET /invoices HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n`],
    ['duplicate Host', `GET /invoices HTTP/1.1\r\n${host}Host: evil\r\n\r\n`],
    ['no Host', `GET /invoices HTTP/1.1\r\nX: y\r\n\r\n`],
    ['a folded header', `GET /invoices HTTP/1.1\r\n${host}X-Folded: a\r\n b\r\n\r\n`],
    ['white space before the colon', `GET /invoices HTTP/1.1\r\n${host}X-Space : a\r\n\r\n`],
    [
      'an unknown transfer coding',
      `POST /invoices HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a disguised transfer coding', `POST /invoices HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    [
      'Transfer-Encoding twice',
      `POST /invoices HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'a chunk size that is no number',
      `POST /invoices HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz\r\nabcd\r\n0\r\n\r\n`,
    ],
    [
      'a chunk longer than its size',
      `POST /invoices HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n`,
    ],
    [
      'a negative chunk size',
      `POST /invoices HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n-1\r\nabcd\r\n0\r\n\r\n`,
    ],
    ['a NUL in a header', `GET /invoices HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`],
    ['chunked in HTTP/1.0', `POST /invoices HTTP/1.0\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['no HTTP at all', `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03`],
  ];

  it.each(malformed)('%s: 400, connection closed, nothing forwarded', async (_what, bytes) => {
    const answer = await exchangeRaw(gateway.url, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/connection: close/i);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(gateway.portal.seen).toEqual([]);
    expect(gateway.legacy.seen).toEqual([]);
  });

  it('reads nothing of what follows a refused request', async () => {
    const answer = await exchangeRaw(
      gateway.url,
      `GET /invoices HTTP/1.1\r\n${host}Host: evil\r\n\r\n${get('/invoices/smuggled')}`,
    );
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(gateway.portal.seen).toEqual([]);
  });

  it('is found in the log by the reference in its answer, and counted', async () => {
    const answer = await exchangeRaw(gateway.url, `GET /invoices HTTP/1.1\r\n${host}X : y\r\n\r\n`);
    const line = gateway.running.logs.findLast((each) => each['event.action'] === 'refuse');
    expect(line).toMatchObject({
      'http.response.status_code': 400,
      'event.code': 'EDGE.MALFORMED',
      'event.reason': 'header name',
      'client.ip': '127.0.0.1',
    });
    expect(answer).toContain(line?.['trace.id']);
    const metrics = await (await fetch(`${gateway.managementUrl}/metrics`)).text();
    expect(metrics).toMatch(/gateway_refused_connections_total{code="EDGE.MALFORMED"} [1-9]/);
  });

  it.each([
    ['both lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 2\r\n\r\nab'],
    ['a bare LF', 'HTTP/1.1 200 OK\r\nX: a\nY: b\r\nContent-Length: 2\r\n\r\nab'],
    ['no HTTP at all', 'SSH-2.0-OpenSSH\r\n\r\n'],
  ])("an upstream's response with %s is not passed on", async (_what, bytes) => {
    raw.answer(bytes);
    const answer = await exchangeRaw(gateway.url, getAndClose('/tmf-api/x'));
    expect(answer).toMatch(/^HTTP\/1\.1 502 /);
    expect(answer).toContain('EDGE.BAD_GATEWAY');
  });

  it('never lets bytes after a response answer the next request', async () => {
    let answered = 0;
    raw.onData = (socket, all) => {
      if (!all.endsWith('\r\n\r\n')) return;
      answered += 1;
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n${answered === 1 ? 'okHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL' : 'ok'}`,
      );
    };
    await exchangeRaw(gateway.url, getAndClose('/tmf-api/1'));
    const second = await exchangeRaw(gateway.url, getAndClose('/tmf-api/2'));
    expect(second).toMatch(/\r\n\r\nok$/);
  });
});

describe('checklist 6: trailers are dropped, deliberately', () => {
  it('takes a response with trailers and passes its body on without them', async () => {
    raw.answer(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n',
    );
    const answer = await exchangeRaw(gateway.url, getAndClose('/tmf-api/x'));
    expect(answer).toMatch(/hello\r\n0\r\n\r\n$/);
    expect(answer).not.toMatch(/x-sum/i);
  });

  it('takes a request with trailers and passes its body on without them', async () => {
    raw.onData = (socket, all) => {
      if (all.endsWith('0\r\n\r\n')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    };
    const answer = await exchangeRaw(
      gateway.url,
      `POST /tmf-api/x HTTP/1.1\r\n${host}Connection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(raw.received[0]).toMatch(/5\r\nhello\r\n0\r\n\r\n$/);
    expect(raw.received[0]).not.toMatch(/x-sum/i);
  });
});
