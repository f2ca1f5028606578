import type { FastifyInstance } from 'fastify';
import type { CustomerRecord } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import { customerPage, type Portal } from './page.ts';

/** The plain pages, each a view of what CRM knows. */
const views: readonly { path: string; title: string; body: (customer: CustomerRecord) => Html }[] = [
  {
    path: '/usage',
    title: 'Usage',
    body: ({ subscriptions }) =>
      html`<p>Usage is counted at night and charged on your next invoice.</p>
        ${table(
          ['Service', 'Number', 'Included'],
          subscriptions.map((item) => [item.product, item.subscriptionNo, item.allowance]),
        )}`,
  },
  {
    path: '/plan',
    title: 'My plan',
    body: ({ subscriptions }) =>
      html`<p>To change your plan, please call customer service on 1800.</p>
        ${table(
          ['Service', 'Contract', 'Payment', 'Status', 'Price a month'],
          subscriptions.map((item) => [
            item.product,
            item.contract,
            item.paymentMethod,
            item.status,
            formatAmount(item.monthlyPrice, 'EUR'),
          ]),
        )}`,
  },
  {
    path: '/orders',
    title: 'Orders',
    body: ({ subscriptions }) =>
      html`<p>Orders completed so far:</p>
        ${table(
          ['Date', 'Order', 'Status'],
          subscriptions.map((item) => [formatDate(item.since), `Activation of ${item.product}`, 'Completed']),
        )}`,
  },
  {
    path: '/support',
    title: 'Support',
    body: ({ customerNo, phone, subscriptions }) =>
      html`<p>Call 1800 and have your customer number ready: <b>${customerNo}</b>. We call you back on ${phone}.</p>
        <p>Services a fault can be reported for:</p>
        ${table(
          ['Service', 'Number', 'Status'],
          subscriptions.map((item) => [item.product, item.subscriptionNo, item.status]),
        )}`,
  },
  {
    path: '/profile',
    title: 'My profile',
    body: (customer) =>
      html`${table(
          ['', ''],
          [
            ['Customer number', customer.customerNo],
            ['Name', `${customer.firstName} ${customer.lastName}`],
            ['E-mail', customer.email],
            ['Phone', customer.phone],
            ['Language', customer.language],
            ['Customer since', formatDate(customer.since)],
          ],
        )}
        <p>To change your data, please visit one of our shops.</p>`,
  },
];

export function servicePages(app: FastifyInstance, portal: Portal): void {
  for (const { path, title, body } of views) {
    customerPage(app, portal, 'GET', path, async (_request, { customerNo }) => {
      const customer = await portal.backoffice.customer(customerNo);
      return {
        title,
        path,
        body: html`<h1>${title}</h1>
          ${body(customer)}`,
      };
    });
  }
}

function table(heads: string[], rows: string[][]): Html {
  const head = heads.some((text) => text !== '')
    ? html`<tr>
        ${heads.map((text) => html`<th>${text}</th>`)}
      </tr>`
    : '';
  return html`<table class="list" width="100%" border="0" cellpadding="4" cellspacing="1">
    ${head}
    ${rows.map(
      (cells, index) =>
        html`<tr class="${stripe(index)}">
          ${cells.map((text) => html`<td>${text}</td>`)}
        </tr> `,
    )}
  </table>`;
}

export function stripe(index: number): string {
  return index % 2 === 0 ? 'odd' : 'even';
}
