import { type Html, html } from './html.ts';
import type { Text } from '../language/et.ts';
import { language, languages, t } from '../language/language.ts';

export interface Frame {
  signInPath: string;
  signOutPath: string;
}

export interface PageContent {
  title: string;
  /** Which entry of the navigation is this page's. */
  path: string;
  body: Html;
  customerName?: string;
  /** Sends the browser on after a while. */
  refresh?: { seconds: number; to: string };
}

const navigation: readonly (readonly [string, Text])[] = [
  ['/', 'Start page'],
  ['/invoices', 'Invoices'],
  ['/usage', 'Usage'],
  ['/services', 'My services'],
  ['/plan', 'My plan'],
  ['/orders', 'Orders'],
  ['/support', 'Support'],
  ['/profile', 'My profile'],
];

export function layout(frame: Frame, { title, path, body, customerName, refresh }: PageContent): string {
  const { text } = html`<html xmlns="http://www.w3.org/1999/xhtml" lang="${language()}">
    <head>
      <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
      ${refresh && html`<meta http-equiv="refresh" content="${refresh.seconds};url=${refresh.to}" />`}
      <title>${title} - MyTelco Self-Service</title>
      <link rel="stylesheet" type="text/css" href="/legacy-assets/portal.css" />
    </head>
    <body>
      <table id="frame" width="960" border="0" cellpadding="0" cellspacing="0" align="center">
        <tr>
          <td id="header" height="70" colspan="2">
            <table width="100%" border="0" cellpadding="0" cellspacing="0">
              <tr>
                <td width="70" align="center"><img src="/legacy-assets/logo.png" width="48" height="48" alt="" /></td>
                <td>
                  <span class="brand">MyTelco</span><br /><span class="claim"
                    >${t('Self-Service Portal - always near you')}</span
                  >
                </td>
              </tr>
            </table>
          </td>
        </tr>
        <tr>
          <td id="bar" height="28" colspan="2">
            <table width="100%" border="0" cellpadding="4" cellspacing="0">
              <tr>
                <td>&nbsp;<b>${title}</b></td>
                <td align="right">${languageLinks(path)} &nbsp;|&nbsp; ${account(frame, customerName)}&nbsp;</td>
              </tr>
            </table>
          </td>
        </tr>
        <tr>
          <td id="nav" width="180" valign="top">
            <table width="100%" border="0" cellpadding="7" cellspacing="0">
              ${navigation.map(
                ([to, label]) => html`
                  <tr>
                    <td class="${to === path ? 'here' : ''}"><a href="${to}">&raquo; ${t(label)}</a></td>
                  </tr>
                `,
              )}
            </table>
            <img src="/legacy-assets/spacer.gif" width="180" height="200" alt="" />
          </td>
          <td valign="top">
            <table width="100%" border="0" cellpadding="14" cellspacing="0">
              <tr>
                <td id="content">${body}</td>
              </tr>
            </table>
          </td>
        </tr>
        <tr>
          <td id="footer" height="30" colspan="2" align="center">
            &copy; 2004-2009 MyTelco. ${t('Best viewed at 1024x768.')} ${t('Customer service 1800.')}
          </td>
        </tr>
      </table>
    </body>
  </html> `;
  const doctype =
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">';
  return `${doctype}\n${text}`;
}

function account(frame: Frame, customerName: string | undefined): Html {
  if (customerName === undefined) return html`<a href="${frame.signInPath}" style="color: #ffffff">${t('Sign in')}</a>`;
  return html`${customerName} &nbsp;|&nbsp;
    <form class="inline" method="post" action="${frame.signOutPath}">
      <input class="button" type="submit" value="${t('Sign out')}" />
    </form>`;
}

function languageLinks(path: string): Html[] {
  return Object.entries(languages).map(
    ([code, name]) =>
      html`<a href="/language/${code}?return=${encodeURIComponent(path)}" style="color: #ffffff">${name}</a> `,
  );
}
