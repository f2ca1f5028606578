import type { Locale } from '@wellspring/web';

const oneYearSeconds = 31_536_000;

/**
 * Keeps the language chosen on this device. A cookie, so that the sign-in page, the old portal and documents speak it too;
 * it says nothing about who somebody is.
 */
export function chooseLanguage(locale: Locale): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `lang=${locale}; Path=/; Max-Age=${oneYearSeconds}; SameSite=Lax${secure}`;
}
