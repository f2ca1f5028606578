/** The old side of the shadow's measurement: a page of some 20 kB with sixty invoices on it. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { invoices } from '../invoices.ts';

const rows = invoices().map(
  ({ no, amount, due, state }) => `
    <tr class="invoice-row invoice-row--${state}" data-no="${no}">
      <td class="invoice-cell invoice-cell--number"><a class="link" href="/page/${no}" title="Invoice ${no}">${no}</a></td>
      <td class="invoice-cell invoice-cell--amount amount">${amount.toFixed(2).replace('.', ',')}&nbsp;€</td>
      <td class="invoice-cell invoice-cell--due due">${due.split('-').reverse().join('.')}</td>
    </tr>`,
);
const page = Buffer.from(
  `<!doctype html><html><head><title>Invoices</title></head><body><table class="invoices">${rows.join('')}</table></body></html>`,
);
const server = http.createServer({ keepAliveTimeout: 120_000 }, (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length });
  response.end(page);
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
process.on('disconnect', () => process.exit(0));
