/** The languages the portal speaks, by BCP 47 tag. */
export const locales = ['en', 'et', 'ru'] as const;
export type Locale = (typeof locales)[number];

/** How each language calls itself: the only name its speakers are sure to recognise. */
export const localeNames: Record<Locale, string> = { en: 'English', et: 'Eesti', ru: 'Русский' };

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/**
 * Picks the first language we speak.
 * @param candidates BCP 47 tags, the most wanted first (`et-EE` counts as `et`); English when none fits.
 */
export function pickLocale(candidates: readonly (string | null | undefined)[]): Locale {
  for (const candidate of candidates) {
    const language = candidate?.toLowerCase().split('-')[0];
    if (isLocale(language)) return language;
  }
  return 'en';
}
