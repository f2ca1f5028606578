/** How a language writes numbers: `1.234,50` in German, `1,234.50` in English, `1 234,50` in Estonian. */
export interface NumberFormat {
  decimal: string;
  /** Empty: thousands are not grouped, or by a blank. */
  group: string;
}

/** @returns undefined when there is no such language */
export function numberFormatOf(language: string): NumberFormat | undefined {
  const locale = localeOf(language);
  if (locale === undefined) return undefined;
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).formatToParts(1_234_567.5);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return { decimal: part('decimal'), group: part('group').trim() };
}

function localeOf(language: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language)[0];
  } catch {
    return undefined;
  }
}
