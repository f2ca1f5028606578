import type { Invoice } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import type { Page } from '../pages/page.ts';
import { stripe } from '../pages/services.ts';

export function invoiceListPage(invoices: Invoice[]): Page {
  const body =
    invoices.length === 0
      ? html`<p>You have no invoices yet.</p>`
      : html`<table class="invoices list" width="100%" border="0" cellpadding="4" cellspacing="1">
          <tr>
            <th>Invoice</th>
            <th>Date</th>
            <th>Due date</th>
            <th class="amount">Amount</th>
            <th>Status</th>
          </tr>
          ${invoices.map(row)}
        </table>`;
  return {
    title: 'Invoices',
    path: '/invoices',
    body: html`<h1>Your invoices</h1>
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
  return status === 'PAID' ? 'Paid' : 'Open';
}
