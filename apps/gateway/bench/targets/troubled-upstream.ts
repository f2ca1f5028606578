/** An upstream with good and bad moments: `/data/<n>` says its number, or breaks in one of several ways. */
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

function answer(request: IncomingMessage, response: ServerResponse): void {
  const number = Number(/\d+/.exec(request.url ?? '')?.[0] ?? 0);
  const body = JSON.stringify({ number, method: request.method });
  request.resume();
  switch (number % 200) {
    case 7:
      response.destroy();
      return;
    case 11:
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.slice(0, 3), () => response.destroy());
      return;
    case 13:
      response.writeHead(503).end();
      return;
    case 17:
      setTimeout(() => response.end(body), 300);
      return;
    default:
      if (number % 3 === 0) response.setHeader('content-length', body.length);
      response.end(body);
  }
}

const server = http.createServer({ keepAliveTimeout: 2_000 }, answer);
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
process.on('disconnect', () => process.exit(0));
