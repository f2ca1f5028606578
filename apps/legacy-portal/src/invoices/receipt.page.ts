import type { Settlement } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { html } from '../html/html.ts';
import type { Page } from '../pages/page.ts';
import { t } from '../language/language.ts';

/** Confirms a payment and moves on to the invoices by itself. */
export function receiptPage(settlement: Settlement): Page {
  const { invoiceNo, amount, currency, settlementNo, bookedAt } = settlement;
  return {
    title: t('Payment received'),
    path: '/invoices',
    refresh: { seconds: 10, to: '/invoices' },
    body: html`<h1>${t('Payment received')}</h1>
      <div class="message">${t('Thank you! We have received your payment.')}</div>
      <table class="receipt" data-no="${invoiceNo}" border="0" cellpadding="4" cellspacing="0">
        <tr>
          <td>${t('Invoice')}:</td>
          <td class="no">${invoiceNo}</td>
        </tr>
        <tr>
          <td>${t('Amount')}:</td>
          <td class="amount">${formatAmount(amount, currency)}</td>
        </tr>
        <tr>
          <td>${t('Date')}:</td>
          <td class="date">${formatDate(bookedAt)}</td>
        </tr>
        <tr>
          <td>${t('Receipt')}:</td>
          <td class="settlement">${settlementNo}</td>
        </tr>
      </table>
      <p><a href="/invoices">${t('Back to your invoices')}</a></p>`,
  };
}
