// An HTTP server whose machine can lose its network: from then on it answers nothing, neither a request nor an attempt to
// connect, and nobody is told.
import http from 'node:http';

const [, , name = ''] = process.argv;
const server = http.createServer((request, response) => {
  if (request.url?.endsWith('/never')) process.send?.('asked');
  else response.end(name);
});
// So few places for connections nobody accepts that a test can fill them.
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => process.send?.(server.address().port));
process.on('message', () => {
  process.send?.('vanished', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});
