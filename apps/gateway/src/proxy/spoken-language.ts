import { languageCookie, negotiateLanguage } from '@wellspring/platform';
import type { Asker } from '../front/asker.ts';
import { cookieValue } from '@wellspring/auth/cookies';

export const locales = ['en', 'et', 'ru'] as const;
export type Locale = (typeof locales)[number];

/** The language chosen on any page of this origin, else that of the customer's contract, else what the browser prefers. */
export function spokenLanguage({ cookie, customerLocale, acceptLanguage }: Asker): Locale {
  return negotiateLanguage(locales, { chosen: [cookieValue(cookie, languageCookie), customerLocale], acceptLanguage });
}
