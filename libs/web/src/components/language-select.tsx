import type { ReactNode } from 'react';
import { isLocale, localeNames, locales, type Locale } from '../intl/locale.ts';

export function LanguageSelect({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Locale;
  onChange: (locale: Locale) => void;
}): ReactNode {
  return (
    <select
      className="select"
      aria-label={label}
      value={value}
      onChange={({ target }) => {
        if (isLocale(target.value)) onChange(target.value);
      }}
    >
      {locales.map((locale) => (
        <option key={locale} value={locale} lang={locale}>
          {localeNames[locale]}
        </option>
      ))}
    </select>
  );
}
