import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Locale } from './locale.ts';
import { messages } from './messages/index.ts';

export interface SignOutPage {
  locale: Locale;
  /** Where the provider takes the answer. */
  action: string;
  /** Proves that the answer comes from this page. */
  xsrf: string;
  /** The client has proved that this customer asked: the form is sent at once, the button stays for want of a script. */
  atOnce: boolean;
}

export function signOutPage({ locale, action, xsrf, atOnce }: SignOutPage): string {
  const text = messages[locale];
  const question = atOnce ? html`<p role="status">${text.signingOut}</p>` : html`<p>${text.signOutQuestion}</p>`;
  const buttons = atOnce
    ? html`<input type="hidden" name="logout" value="yes" />
        <button type="submit" class="primary">${text.continue}</button>`
    : html`<button type="submit" class="primary" name="logout" value="yes">${text.signOut}</button>
        <button type="submit" class="secondary">${text.staySignedIn}</button>`;
  return layout({
    locale,
    title: text.signOutTitle,
    script: atOnce ? 'submit.js' : undefined,
    content: html`${question}
      <form method="post" action="${action}" id="sign-out">
        <input type="hidden" name="xsrf" value="${xsrf}" />
        ${buttons}
      </form>`,
  });
}
