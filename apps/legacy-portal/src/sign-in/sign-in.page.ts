import { html } from '../html/html.ts';
import type { Page } from '../pages/page.ts';
import { t } from '../language/language.ts';

export interface SignInForm {
  token: string;
  wanted: string;
  email?: string;
  failed?: boolean;
  /** Where the form is sent. */
  action?: string;
}

export function signInPage({ token, wanted, email = '', failed = false, action = '/signin' }: SignInForm): Page {
  return {
    title: t('Sign in'),
    path: '',
    body: html`<h1>${t('Sign in')}</h1>
      ${failed ? html`<div class="error">${t('E-mail or password is wrong.')}</div>` : undefined}
      <form method="post" action="${action}">
        <input type="hidden" name="token" value="${token}" />
        <input type="hidden" name="return" value="${wanted}" />
        <table class="form" border="0" cellpadding="4" cellspacing="0">
          <tr>
            <td class="label"><label for="email">${t('E-mail')}:</label></td>
            <td><input class="text" type="text" id="email" name="email" size="34" value="${email}" /></td>
          </tr>
          <tr>
            <td class="label"><label for="password">${t('Password')}:</label></td>
            <td><input class="text" type="password" id="password" name="password" size="34" /></td>
          </tr>
          <tr>
            <td></td>
            <td><input class="button" type="submit" value="${t('Sign in')}" /></td>
          </tr>
        </table>
      </form>`,
  };
}
