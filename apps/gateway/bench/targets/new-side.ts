/** The new side of the shadow's measurement, by `BENCH_CONDITION`: it answers, `hangs`, or `resets` every connection. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { invoices } from '../invoices.ts';

const condition = process.env['BENCH_CONDITION'];
const answer = JSON.stringify(invoices());
const server = http.createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 }, (request, response) => {
  if (condition === 'resets') request.socket.resetAndDestroy();
  else if (condition !== 'hangs') response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
process.on('disconnect', () => process.exit(0));
