import { defineIntl, type Locale, type Messages } from '@wellspring/web';
import { en, type MessageKey } from './en.ts';

/** English comes with the page; the others are fetched by those who read them. */
export async function loadMessages(locale: Locale): Promise<Messages<MessageKey>> {
  switch (locale) {
    case 'en':
      return en;
    case 'et':
      return (await import('./et.ts')).et;
    case 'ru':
      return (await import('./ru.ts')).ru;
  }
}

export const { IntlProvider, useIntl } = defineIntl<MessageKey>();
