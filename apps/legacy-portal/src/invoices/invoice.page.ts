import type { Invoice } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import type { Page } from '../pages/page.ts';
import { stripe } from '../pages/services.ts';
import { statusText } from './invoice-list.page.ts';
import { t } from '../language/language.ts';

export interface PayForm {
  token: string;
  externalRef: string;
}

export function invoicePage(invoice: Invoice, form: PayForm, problem?: string): Page {
  const { invoiceNo, issued, due, periodFrom, periodTo, total, currency, status, paidAt, lines } = invoice;
  const money = (amount: string): string => formatAmount(amount, currency);
  return {
    title: t('Invoice %s', invoiceNo),
    path: '/invoices',
    body: html`<h1>${t('Invoice %s', invoiceNo)}</h1>
      ${problem === undefined ? undefined : html`<div class="error">${problem}</div>`}
      <table class="invoice" data-no="${invoiceNo}" border="0" cellpadding="4" cellspacing="0">
        <tr>
          <td>${t('Date')}:</td>
          <td class="date">${formatDate(issued)}</td>
        </tr>
        <tr>
          <td>${t('Period')}:</td>
          <td class="period">${formatDate(periodFrom)} - ${formatDate(periodTo)}</td>
        </tr>
        <tr>
          <td>${t('Due date')}:</td>
          <td class="due">${formatDate(due)}</td>
        </tr>
        <tr>
          <td>${t('Amount')}:</td>
          <td class="amount">${money(total)}</td>
        </tr>
        <tr class="${status.toLowerCase()}">
          <td>${t('Status')}:</td>
          <td class="status">${statusText(invoice)}</td>
        </tr>
        ${
          paidAt === null
            ? undefined
            : html`<tr>
                <td>${t('Paid on')}:</td>
                <td class="paid">${formatDate(paidAt)}</td>
              </tr>`
        }
      </table>
      <h2>${t('Details')}</h2>
      <table class="lines list" width="100%" border="0" cellpadding="4" cellspacing="1">
        <tr>
          <th>${t('No')}</th>
          <th>${t('Service')}</th>
          <th class="amount">${t('Net')}</th>
          <th class="amount">${t('VAT')}</th>
          <th class="amount">${t('Total')}</th>
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
      <p><a href="/invoices">&laquo; ${t('Back to your invoices')}</a></p>`,
  };
}

function payForm({ invoiceNo, open, currency }: Invoice, { token, externalRef }: PayForm): Html {
  return html`<h2>${t('Pay this invoice')}</h2>
    <form class="pay" method="post" action="/invoices/${encodeURIComponent(invoiceNo)}/pay">
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="externalRef" value="${externalRef}" />
      <table class="form" border="0" cellpadding="4" cellspacing="0">
        <tr>
          <td class="label"><label for="card">${t('Card')}:</label></td>
          <td>
            <select id="card" name="card">
              <option value="tok_visa">${t('Visa ending in 4242')}</option>
              <option value="tok_declined">${t('Mastercard ending in 0002 (expired)')}</option>
            </select>
          </td>
        </tr>
        <tr>
          <td></td>
          <td><input class="button" type="submit" value="${t('Pay %s', formatAmount(open, currency))}" /></td>
        </tr>
      </table>
    </form>`;
}
