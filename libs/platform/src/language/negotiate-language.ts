/** Holds the language somebody chose, for every page of this origin: readable by scripts, and of no use to anybody else. */
export const languageCookie = 'lang';

/** What tells which language somebody wants, the most telling first. */
export interface LanguageHints {
  /** Language tags that were chosen: with a switch, in an account, in `ui_locales`. What is no text is no choice. */
  readonly chosen?: readonly unknown[];
  /** The header of the request (RFC 9110, section 12.5.4). */
  readonly acceptLanguage?: string | undefined;
}

/**
 * The first of the wanted languages that is spoken here, whatever its region (`et-EE` is `et`); the first one spoken here
 * when none is.
 */
export function negotiateLanguage<const L extends string>(spoken: readonly L[], hints: LanguageHints): L {
  const { chosen = [], acceptLanguage = '' } = hints;
  for (const tag of [...chosen, ...byPreference(acceptLanguage)]) {
    if (typeof tag !== 'string') continue;
    const [language] = tag.toLowerCase().split(/[-_]/);
    const found = spoken.find((candidate) => candidate === language);
    if (found !== undefined) return found;
  }
  const [first] = spoken;
  if (first === undefined) throw new TypeError('At least one language has to be spoken');
  return first;
}

function byPreference(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return { tag, weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
