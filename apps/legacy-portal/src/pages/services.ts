import type { FastifyInstance } from 'fastify';
import type { CustomerRecord } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import { customerPage, type Portal } from './page.ts';
import type { Text } from '../language/et.ts';
import { t } from '../language/language.ts';

/** The plain pages, each a view of what CRM knows. */
const views: readonly { path: string; title: Text; body: (customer: CustomerRecord) => Html }[] = [
  {
    path: '/plan',
    title: 'My plan',
    body: ({ subscriptions }) =>
      html`<p>${t('To change your plan, please call customer service on 1800.')}</p>
        ${table(
          [t('Service'), t('Contract'), t('Payment'), t('Status'), t('Price a month')],
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
      html`<p>${t('Orders completed so far')}:</p>
        ${table(
          [t('Date'), t('Order'), t('Status')],
          subscriptions.map((item) => [formatDate(item.since), t('Activation of %s', item.product), t('Completed')]),
        )}`,
  },
  {
    path: '/support',
    title: 'Support',
    body: ({ customerNo, phone, subscriptions }) =>
      html`<p>
          ${t('Call 1800 and have your customer number ready')}: <b>${customerNo}</b>.
          ${t('We call you back on %s.', phone)}
        </p>
        <p>${t('Services a fault can be reported for')}:</p>
        ${table(
          [t('Service'), t('Number'), t('Status')],
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
            [t('Customer number'), customer.customerNo],
            [t('Name'), `${customer.firstName} ${customer.lastName}`],
            [t('E-mail'), customer.email],
            [t('Phone'), customer.phone],
            [t('Language'), customer.language],
            [t('Customer since'), formatDate(customer.since)],
          ],
        )}
        <p>${t('To change your data, please visit one of our shops.')}</p>`,
  },
];

export function servicePages(app: FastifyInstance, portal: Portal): void {
  for (const { path, title, body } of views) {
    customerPage(app, portal, 'GET', path, async (_request, { customerNo }) => {
      const customer = await portal.backoffice.customer(customerNo);
      return {
        title: t(title),
        path,
        body: html`<h1>${t(title)}</h1>
          ${body(customer)}`,
      };
    });
  }
}

export function table(heads: string[], rows: (string | Html)[][]): Html {
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
