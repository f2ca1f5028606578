import type { AccountKind } from '../client/client.schema.ts';
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';
import { type Locale, localeNames, locales } from './locale.ts';
import { messages } from './messages/index.ts';

export type SignInProblem =
  | { kind: 'missing' | 'refused' }
  | { kind: 'locked'; retryAfterMs: number }
  | { kind: 'unavailable'; reference: string | undefined };

export interface SignInPage {
  locale: Locale;
  accounts: AccountKind;
  /** Path of this interaction with its query, where the form is sent. */
  path: string;
  /** What was typed before, or the client's hint. */
  login?: string | undefined;
  home?: string | undefined;
  problem?: SignInProblem | undefined;
}

const minuteMs = 60_000;

export function signInPage({ locale, accounts, path, login = '', home, problem }: SignInPage): string {
  const text = messages[locale];
  const forOperators = accounts === 'operators';
  const title = forOperators ? text.operatorTitle : text.customerTitle;
  const isAboutFields = problem?.kind === 'missing' || problem?.kind === 'refused';
  const invalid = isAboutFields ? html`aria-invalid="true"` : undefined;
  const described = problem === undefined ? undefined : html`aria-describedby="problem" ${invalid}`;
  // The field to go on with: screen readers then read the problem along with it.
  const focusLogin = login === '' ? html`autofocus` : undefined;
  const focusPassword = login === '' ? undefined : html`autofocus`;
  const field = forOperators
    ? html`<label for="login">${text.login}</label>
        <input
          id="login"
          name="login"
          type="text"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          value="${login}"
          required
          maxlength="254"
          ${described}
          ${focusLogin}
        />`
    : html`<label for="login">${text.email}</label>
        <input
          id="login"
          name="login"
          type="email"
          autocomplete="username"
          inputmode="email"
          value="${login}"
          required
          maxlength="254"
          ${described}
          ${focusLogin}
        />`;
  return layout({
    locale,
    title,
    header: languageSwitch(locale, path),
    script: 'sign-in.js',
    content: html` <p class="intro">${forOperators ? text.operatorIntro : text.customerIntro}</p>
      ${problem === undefined ? undefined : alert(locale, accounts, problem)}
      <form method="post" action="${path}&lang=${locale}">
        <div class="field">${field}</div>
        <div class="field">
          <label for="password">${text.password}</label>
          <div class="secret">
            <input
              id="password"
              name="password"
              type="password"
              autocomplete="current-password"
              required
              maxlength="256"
              ${described}
              ${focusPassword}
            />
            <button
              type="button"
              class="reveal"
              id="reveal"
              hidden
              aria-controls="password"
              data-show="${text.showPassword}"
              data-hide="${text.hidePassword}"
            >
              ${text.showPassword}
            </button>
          </div>
        </div>
        <button type="submit" class="primary">${text.signIn}</button>
      </form>
      ${home === undefined ? undefined : html`<p class="back"><a href="${home}">${text.backToPortal}</a></p>`}`,
  });
}

function languageSwitch(current: Locale, path: string): Html {
  const links = locales.map((locale) => {
    const marked = locale === current ? html` aria-current="true"` : undefined;
    return html`<li>
      <a href="${path}&lang=${locale}" lang="${locale}" hreflang="${locale}" ${marked}>${localeNames[locale]}</a>
    </li>`;
  });
  return html`<nav aria-label="${messages[current].language}">
    <ul class="languages">
      ${links}
    </ul>
  </nav>`;
}

function alert(locale: Locale, accounts: AccountKind, problem: SignInProblem): Html {
  const text = messages[locale];
  const reference = problem.kind === 'unavailable' ? problem.reference : undefined;
  const code = reference === undefined ? undefined : html`<br />${text.reference}: <code>${reference}</code>`;
  return html`<div class="alert" id="problem" role="alert">${say()}${code}</div>`;

  function say(): string {
    switch (problem.kind) {
      case 'missing':
        return text.missing;
      case 'refused':
        return accounts === 'operators' ? text.refusedOperator : text.refused;
      case 'locked':
        return text.locked(Math.ceil(problem.retryAfterMs / minuteMs));
      case 'unavailable':
        return text.unavailable;
    }
  }
}
