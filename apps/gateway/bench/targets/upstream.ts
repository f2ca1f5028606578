/** What the proxies stand in front of when nginx is not installed: fixed answers from plain node:http. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { bodies } from '../bodies.ts';

const answers = new Map(Object.entries(bodies()).map(([path, body]) => [path, Buffer.from(body)]));
const server = http.createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  const body = answers.get(request.url ?? '') ?? Buffer.from('{}');
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
process.on('disconnect', () => process.exit(0));
