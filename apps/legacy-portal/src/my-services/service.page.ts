import type { Service, ServiceAction } from '../backoffice/records.ts';
import { formatAmount, formatDate } from '../html/format.ts';
import { type Html, html } from '../html/html.ts';
import type { Text } from '../language/et.ts';
import { t } from '../language/language.ts';
import type { Page } from '../pages/page.ts';
import { statusText } from './service-list.page.ts';

export interface ServiceForm {
  token: string;
  externalRef: string;
}

export interface ServiceDetails {
  service: Service;
  name: string;
  puk: string | undefined;
  form: ServiceForm;
  message?: Text;
}

const actionTexts = {
  BLOCK_SIM: 'Block the SIM card',
  UNBLOCK_SIM: 'Unblock the SIM card',
  ROAMING_ON: 'Switch roaming on',
  ROAMING_OFF: 'Switch roaming off',
} as const satisfies Record<ServiceAction, Text>;

export function servicePage({ service, name, puk, form, message }: ServiceDetails): Page {
  const { serviceNo, product, device } = service;
  return {
    title: product,
    path: '/services',
    body: html`<h1>${product}</h1>
      ${message === undefined ? undefined : html`<div class="message">${t(message)}</div>`}
      <table class="service" data-no="${serviceNo}" border="0" cellpadding="4" cellspacing="0">
        ${facts(service, puk).map(
          ([label, value]) =>
            html`<tr>
              <td>${label}:</td>
              <td>${value}</td>
            </tr>`,
        )}
      </table>
      ${device ? html`<p>${t('Instalments are paid to %s and are not on our invoices.', device.financedBy)}</p>` : undefined}
      ${actionsOf(service).map((action) => actionForm(serviceNo, action, form))} ${nameForm(serviceNo, name, form)}
      <p><a href="/services">&laquo; ${t('Back to your services')}</a></p>`,
  };
}

function facts(service: Service, puk: string | undefined): [string, string][] {
  const { number, since, monthlyPrice, contract, roaming, sim, device, status } = service;
  return [
    [t('Status'), statusText(service)],
    ...(number === null ? [] : [[t('Number'), number] as [string, string]]),
    ...(sim ? [['SIM', sim.iccid] as [string, string], ['PUK', puk ?? '-'] as [string, string]] : []),
    ...(roaming === null ? [] : [[t('Roaming'), t(roaming === 'ON' ? 'On' : 'Off')] as [string, string]]),
    [t('Customer since'), formatDate(since)],
    ...(device
      ? instalmentFacts(device)
      : [[t('Price a month'), formatAmount(monthlyPrice, 'EUR')] as [string, string]]),
    ...(contract.until === null ? [] : [[t('Contract until'), formatDate(contract.until)] as [string, string]]),
    ...(status === 'ACTIVE' && !device
      ? [[t('Notice period'), t('%s days', contract.noticeDays)] as [string, string]]
      : []),
  ];
}

function instalmentFacts(device: NonNullable<Service['device']>): [string, string][] {
  return [
    [t('Instalment a month'), formatAmount(device.monthlyAmount, 'EUR')],
    [t('Instalments paid'), `${device.paid} / ${device.instalments}`],
    [t('Paid off on'), formatDate(device.paidOffOn)],
  ];
}

function actionsOf({ status, sim, roaming }: Service): ServiceAction[] {
  if (status !== 'ACTIVE' || !sim) return [];
  return [
    sim.status === 'BLOCKED' ? 'UNBLOCK_SIM' : 'BLOCK_SIM',
    ...(roaming === null ? [] : [roaming === 'ON' ? ('ROAMING_OFF' as const) : ('ROAMING_ON' as const)]),
  ];
}

function actionForm(serviceNo: string, action: ServiceAction, { token, externalRef }: ServiceForm): Html {
  return html`<form class="order inline" method="post" action="/services/${encodeURIComponent(serviceNo)}/orders">
      <input type="hidden" name="token" value="${token}" />
      <input type="hidden" name="externalRef" value="${externalRef}-${action.toLowerCase()}" />
      <input type="hidden" name="action" value="${action}" />
      <input class="button" type="submit" value="${t(actionTexts[action])}" />
    </form>
    &nbsp;`;
}

function nameForm(serviceNo: string, name: string, { token }: ServiceForm): Html {
  return html`<form class="name" method="post" action="/services/${encodeURIComponent(serviceNo)}/name">
    <input type="hidden" name="token" value="${token}" />
    <p>
      <label for="name">${t('Your name for it')}:</label>
      <input class="text" type="text" id="name" name="name" maxlength="40" value="${name}" />
      <input class="button" type="submit" value="${t('Save')}" />
    </p>
  </form>`;
}
