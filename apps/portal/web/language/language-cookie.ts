import { isLocale, type Locale } from '@wellspring/web';

const name = 'lang';
const oneYearSeconds = 31_536_000;

/**
 * The language chosen on this device. A cookie, so that the sign-in page, the old portal and documents speak it too; it
 * says nothing about who somebody is.
 */
export function chosenLanguage(): Locale | undefined {
  const pair = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1);
  return isLocale(value) ? value : undefined;
}

export function chooseLanguage(locale: Locale): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${name}=${locale}; Path=/; Max-Age=${oneYearSeconds}; SameSite=Lax${secure}`;
}
