import type { Invoice } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import type { Page } from '../pages/page.ts';
import { stripe } from '../pages/services.ts';
import { t } from '../language/language.ts';

export function invoiceListPage(invoices: Invoice[]): Page {
  const body =
    invoices.length === 0
      ? html`<p>${t('You have no invoices yet.')}</p>`
      : html`<table class="invoices list" width="100%" border="0" cellpadding="4" cellspacing="1">
          <tr>
            <th>${t('Invoice')}</th>
            <th>${t('Date')}</th>
            <th>${t('Due date')}</th>
            <th class="amount">${t('Amount')}</th>
            <th>${t('Status')}</th>
          </tr>
          ${invoices.map(row)}
        </table>`;
  return {
    title: t('Invoices'),
    path: '/invoices',
    body: html`<h1>${t('Your invoices')}</h1>
      ${body}`,
  };
}

function row(invoice: Invoice, index: number): Html {
  const { invoiceNo, issued, due, total, currency, status } = invoice;
  return html`<tr data-no="${invoiceNo}" class="${stripe(index)} ${status.toLowerCase()}">
    <td class="no"><a href="/invoices/${encodeURIComponent(invoiceNo)}">${invoiceNo}</a></td>
    <td class="date">${formatDate(issued)}</td>
    <td class="due">${formatDate(due)}</td>
    <td class="amount">${formatAmount(total, currency)}</td>
    <td class="status">${statusText(invoice)}</td>
  </tr> `;
}

export function statusText({ status }: Invoice): string {
  return t(status === 'PAID' ? 'Paid' : 'Open');
}
