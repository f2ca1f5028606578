import { cookieValue } from '@wellspring/auth/cookies';
import { languageCookie, negotiateLanguage } from '@wellspring/platform';

export const locales = ['en', 'et', 'ru'] as const;
export type Locale = (typeof locales)[number];

/** Languages in their own words, for the language switch. */
export const localeNames: Record<Locale, string> = { en: 'English', et: 'Eesti', ru: 'Русский' };

const yearSeconds = 31_536_000;

/** `Set-Cookie` value that remembers a language chosen here; none when nothing was chosen. */
export function rememberedChoice(chosen: unknown, isSecure: boolean): string | undefined {
  const locale = locales.find((each) => each === chosen);
  if (locale === undefined) return undefined;
  return `${languageCookie}=${locale}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}

/** What may tell the language, the most telling first. */
export interface LocaleHints {
  /** Chosen with the language switch. */
  chosen?: unknown;
  /** `Cookie` of the request: the language chosen on any page of this origin is in it, also one chosen since a client asked. */
  cookies?: string | undefined;
  /** `ui_locales` of OpenID Connect Core 1.0, section 3.1.2.1: language tags in order of preference. */
  uiLocales?: unknown;
  /** RFC 9110, section 12.5.4. */
  acceptLanguage?: string | undefined;
}

export function negotiateLocale({ chosen, cookies = '', uiLocales, acceptLanguage }: LocaleHints): Locale {
  const wanted = typeof uiLocales === 'string' ? uiLocales.split(' ') : [];
  const remembered = cookieValue(cookies, languageCookie);
  return negotiateLanguage(locales, { chosen: [chosen, remembered, ...wanted], acceptLanguage });
}
