import type { Invoice } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import type { Page } from '../pages/page.ts';
import { stripe } from '../pages/services.ts';
import { statusText } from './invoice-list.page.ts';

export interface PayForm {
  token: string;
  externalRef: string;
}

export function invoicePage(invoice: Invoice, form: PayForm, problem?: string): Page {
  const { invoiceNo, issued, due, periodFrom, periodTo, total, currency, status, paidAt, lines } = invoice;
  const money = (amount: string): string => formatAmount(amount, currency);
  return {
    title: `Invoice ${invoiceNo}`,
    path: '/invoices',
    body: html`<h1>Invoice ${invoiceNo}</h1>
      ${problem === undefined ? undefined : html`<div class="error">${problem}</div>`}
      <table class="invoice" data-no="${invoiceNo}" border="0" cellpadding="4" cellspacing="0">
        <tr>
          <td>Date:</td>
          <td class="date">${formatDate(issued)}</td>
        </tr>
        <tr>
          <td>Period:</td>
          <td class="period">${formatDate(periodFrom)} - ${formatDate(periodTo)}</td>
        </tr>
        <tr>
          <td>Due date:</td>
          <td class="due">${formatDate(due)}</td>
        </tr>
        <tr>
          <td>Amount:</td>
          <td class="amount">${money(total)}</td>
        </tr>
        <tr class="${status.toLowerCase()}">
          <td>Status:</td>
          <td class="status">${statusText(invoice)}</td>
        </tr>
        ${
          paidAt === null
            ? undefined
            : html`<tr>
                <td>Paid on:</td>
                <td class="paid">${formatDate(paidAt)}</td>
              </tr>`
        }
      </table>
      <h2>Details</h2>
      <table class="lines list" width="100%" border="0" cellpadding="4" cellspacing="1">
        <tr>
          <th>No</th>
          <th>Service</th>
          <th class="amount">Net</th>
          <th class="amount">VAT</th>
          <th class="amount">Total</th>
        </tr>
        ${lines.map(
          (line, index) =>
            html`<tr data-line="${line.no}" class="${stripe(index)}">
              <td>${line.no}</td>
              <td class="text">${line.text}</td>
              <td class="amount net">${money(line.net)}</td>
              <td class="amount vat">${money(line.vat)}</td>
              <td class="amount gross">${money(line.gross)}</td>
            </tr> `,
        )}
      </table>
      ${status === 'OPEN' ? payForm(invoice, form) : undefined}
      <p><a href="/invoices">&laquo; Back to your invoices</a></p>`,
  };
}

function payForm({ invoiceNo, open, currency }: Invoice, { token, externalRef }: PayForm): Html {
  return html`<h2>Pay this invoice</h2>
    <form class="pay" method="post" action="/invoices/${encodeURIComponent(invoiceNo)}/pay">
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="externalRef" value="${externalRef}" />
      <table class="form" border="0" cellpadding="4" cellspacing="0">
        <tr>
          <td class="label"><label for="card">Card:</label></td>
          <td>
            <select id="card" name="card">
              <option value="tok_visa">Visa ending in 4242</option>
              <option value="tok_declined">Mastercard ending in 0002 (expired)</option>
            </select>
          </td>
        </tr>
        <tr>
          <td></td>
          <td><input class="button" type="submit" value="Pay ${formatAmount(open, currency)}" /></td>
        </tr>
      </table>
    </form>`;
}
