import type { Service } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import type { Text } from '../language/et.ts';
import { t } from '../language/language.ts';
import type { Page } from '../pages/page.ts';
import { stripe } from '../pages/services.ts';

const typeNames = {
  LINE: 'Phone',
  INTERNET: 'Internet',
  TV: 'Television',
  EXTRA: 'Extra service',
  DEVICE: 'Telephone in instalments',
} as const satisfies Record<Service['type'], Text>;

export function serviceListPage(services: Service[], names: Map<string, string>): Page {
  const body =
    services.length === 0
      ? html`<p>${t('You have no services yet.')}</p>`
      : html`<table class="services list" width="100%" border="0" cellpadding="4" cellspacing="1">
          <tr>
            <th>${t('Service')}</th>
            <th>${t('Kind')}</th>
            <th>${t('Number')}</th>
            <th>${t('Contract until')}</th>
            <th class="amount">${t('Price a month')}</th>
            <th>${t('Status')}</th>
          </tr>
          ${services.map((service, index) => row(service, names.get(service.serviceNo), index))}
        </table>`;
  return {
    title: t('My services'),
    path: '/services',
    body: html`<h1>${t('My services')}</h1>
      ${body}`,
  };
}

function row(service: Service, name: string | undefined, index: number): Html {
  const { serviceNo, type, product, number, contract, monthlyPrice, device } = service;
  return html`<tr data-no="${serviceNo}" class="${stripe(index)}">
    <td class="product"><a href="/services/${encodeURIComponent(serviceNo)}">${product}</a> ${name}</td>
    <td>${t(typeNames[type])}</td>
    <td class="number">${number ?? '-'}</td>
    <td class="until">${contract.until === null ? '-' : formatDate(contract.until)}</td>
    <td class="amount price">${formatAmount(device?.monthlyAmount ?? monthlyPrice, 'EUR')}</td>
    <td class="status">${statusText(service)}</td>
  </tr> `;
}

export function statusText({ status, sim }: Service): string {
  if (status === 'ENDED') return t('Ended');
  return t(sim?.status === 'BLOCKED' ? 'SIM card blocked' : 'Active');
}
