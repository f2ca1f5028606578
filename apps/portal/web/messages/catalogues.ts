import { defineIntl, type Locale, type Messages } from '@wellspring/web';
import type { MessageKey } from './en.ts';

/** Each is fetched by those who read it. */
export async function loadMessages(locale: Locale): Promise<Messages<MessageKey>> {
  switch (locale) {
    case 'en':
      return (await import('./en.ts')).en;
    case 'et':
      return (await import('./et.ts')).et;
    case 'ru':
      return (await import('./ru.ts')).ru;
  }
}

export const { IntlProvider, useIntl } = defineIntl<MessageKey>();
