import type { FastifyInstance } from 'fastify';
import { formatDate, formatMinor, toMinor } from '../html/format.ts';
import { html } from '../html/html.ts';
import { type Page, type Portal, publicPage } from './page.ts';
import { t } from '../language/language.ts';

export function startPage(app: FastifyInstance, portal: Portal): void {
  publicPage(app, portal, 'GET', '/', async (_request, customer) => {
    if (!customer) return welcome(portal.config.SIGN_IN_PATH);
    const invoices = await portal.backoffice.invoicesOf(customer.customerNo);
    const open = invoices.filter((invoice) => invoice.status === 'OPEN');
    const sum = open.reduce((total, invoice) => total + toMinor(invoice.open), 0);
    const nextDue = open.map((invoice) => invoice.due).sort()[0];
    return {
      title: t('Start page'),
      path: '/',
      body: html`<h1>${t('Welcome, %s!', customer.name)}</h1>
        <table class="balance" border="0" cellpadding="4" cellspacing="0">
          <tr>
            <td>${t('Customer number')}:</td>
            <td><b>${customer.customerNo}</b></td>
          </tr>
          <tr>
            <td>${t('Open invoices')}:</td>
            <td class="open-count"><b>${open.length}</b></td>
          </tr>
          <tr>
            <td>${t('To be paid')}:</td>
            <td class="amount"><b>${formatMinor(sum, 'EUR')}</b></td>
          </tr>
          ${
            nextDue === undefined
              ? undefined
              : html`<tr>
                  <td>${t('Next due date')}:</td>
                  <td class="due">${formatDate(nextDue)}</td>
                </tr>`
          }
        </table>
        <p><a href="/invoices">${t('Show and pay your invoices')}</a></p>`,
    };
  });
}

function welcome(signInPath: string): Page {
  return {
    title: t('Start page'),
    path: '/',
    body: html`<h1>${t('Welcome to the MyTelco Self-Service Portal')}</h1>
      <p>${t('Here you can see and pay your invoices and look after your services.')}</p>
      <p><a href="${signInPath}">${t('Sign in')}</a></p>`,
  };
}
