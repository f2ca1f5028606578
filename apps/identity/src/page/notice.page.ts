import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Locale } from './locale.ts';
import { messages } from './messages/index.ts';

export interface NoticePage {
  locale: Locale;
  /** Something failed, nothing is there, the sign-in is over, or the sign-out is done. */
  notice: 'error' | 'notFound' | 'expired' | 'signedOut';
  home: string;
  /** Trace id by which the operator finds what happened. */
  reference?: string | undefined;
}

/** A page that says one thing and leads back to the portal. */
export function noticePage({ locale, notice, home, reference }: NoticePage): string {
  const text = messages[locale];
  const code = reference === undefined ? undefined : html`<p>${text.reference}: <code>${reference}</code></p>`;
  return layout({
    locale,
    title: text[`${notice}Title`],
    content: html` <p>${text[`${notice}Text`]}</p>
      ${code}
      <p><a class="primary" href="${home}">${text.continue}</a></p>`,
  });
}
