import type { FastifyInstance } from 'fastify';
import type { Balance, Bucket, UsageRecord } from '../backoffice/records.ts';
import { formatAmount, formatDate, formatMinor, toMinor } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import { t } from '../language/language.ts';
import { customerPage, type Portal } from '../pages/page.ts';
import { stripe, table } from '../pages/services.ts';
import { formatAllowance, formatQuantity, kindNames, zoneNames } from './quantity.ts';

/** What is left this month, what the next invoice has so far, and each day's use. */
export function usagePage(app: FastifyInstance, { backoffice, ...portal }: Portal): void {
  customerPage(app, { backoffice, ...portal }, 'GET', '/usage', async (_request, { customerNo }) => {
    const balance = await backoffice.balance(customerNo);
    const body = balance
      ? usage(balance, await backoffice.usageSince(customerNo, balance.period.from))
      : html`<p>${t('You have no services whose use is counted.')}</p>`;
    return {
      title: t('Usage'),
      path: '/usage',
      body: html`<h1>${t('Usage')}</h1>
        ${body}`,
    };
  });
}

function usage(balance: Balance, records: UsageRecord[]): Html {
  const { period, currency, spent, spentToday, spendingLimit } = balance;
  return html`<p>${t('Period')}: ${formatDate(period.from)} - ${formatDate(period.to)}</p>
    <table class="usage list" width="100%" border="0" cellpadding="4" cellspacing="1">
      <tr>
        ${[t('Service'), t('Use'), t('Included'), t('Used'), t('Left')].map((text) => html`<th>${text}</th>`)}
      </tr>
      ${balance.buckets.map(bucketRow)}
    </table>
    <h2>${t('On your next invoice')}</h2>
    <table class="charges" border="0" cellpadding="4" cellspacing="0">
      <tr>
        <td>${t('Charged for use so far')}:</td>
        <td class="spent amount">${formatAmount(spent, currency)}</td>
      </tr>
      <tr>
        <td>${t('Of that today')}:</td>
        <td class="today amount">${formatAmount(spentToday, currency)}</td>
      </tr>
      <tr>
        <td>${t('Spending limit')}:</td>
        <td class="limit amount">${spendingLimit === null ? t('None') : formatAmount(spendingLimit, currency)}</td>
      </tr>
    </table>
    <p>${t('To set a spending limit, please call customer service on 1800.')}</p>
    <h2>${t('Day by day')}</h2>
    ${table(
      [t('Date'), t('Use'), t('Used'), t('Amount')],
      days(records).map((day) => [
        formatDate(day.date),
        `${t(kindNames[day.kind])}, ${t(zoneNames[day.zone])}`,
        formatQuantity(day.kind, day.quantity),
        formatMinor(day.chargeMinor, currency),
      ]),
    )}`;
}

function bucketRow(bucket: Bucket, index: number): Html {
  const { lineNo, product, number, kind, zone, allowance, used } = bucket;
  const left = allowance === null ? null : Math.max(0, allowance - used);
  // The exact figure in the tool tip is for those who call customer service about it.
  return html`<tr
    data-bucket="${lineNo}/${kind}/${zone}"
    ${allowance === null ? undefined : html`data-limited`}
    class="${stripe(index)}"
  >
    <td>${product} ${number ?? ''}</td>
    <td>${t(kindNames[kind])}, ${t(zoneNames[zone])}</td>
    <td class="allowance amount" title="${allowance ?? ''}">${formatAllowance(bucket)}</td>
    <td class="used amount" title="${used}">${formatQuantity(kind, used)}</td>
    <td class="left amount" title="${left ?? ''}">${left === null ? '-' : formatQuantity(kind, left)}</td>
  </tr> `;
}

interface DayOfUse extends Pick<UsageRecord, 'kind' | 'zone' | 'quantity'> {
  date: string;
  chargeMinor: number;
}

/** Sums of a day by kind, the latest day first. */
function days(records: UsageRecord[]): DayOfUse[] {
  const sums = new Map<string, DayOfUse>();
  for (const { kind, zone, startedAt, quantity, charge } of records) {
    const date = startedAt.slice(0, 10);
    const key = `${date}/${kind}/${zone}`;
    const sum = sums.get(key) ?? { date, kind, zone, quantity: 0, chargeMinor: 0 };
    sums.set(key, { ...sum, quantity: sum.quantity + quantity, chargeMinor: sum.chargeMinor + toMinor(charge) });
  }
  return [...sums.values()].sort((a, b) => b.date.localeCompare(a.date) || a.kind.localeCompare(b.kind));
}
