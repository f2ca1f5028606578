import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

interface FastProxy {
  proxy: (
    request: http.IncomingMessage,
    response: http.ServerResponse,
    target: string | undefined,
    options: object,
  ) => void;
}

const createFastProxy = createRequire(import.meta.url)('fast-proxy') as (options: object) => FastProxy;
const { proxy } = createFastProxy({ base: process.env['UPSTREAM_URL'] ?? '' });
const server = http.createServer((request, response) => {
  proxy(request, response, request.url, {});
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
process.on('disconnect', () => process.exit(0));
