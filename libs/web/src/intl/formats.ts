import { currencyDigits } from '@wellspring/money';
import type { Locale } from './locale.ts';
import type { Money } from './money.ts';

export interface Formats {
  money: (amount: Money) => string;
  /** A calendar date, such as a due date. Bills carry dates as UTC midnight: shown in any other zone they could slip a day. */
  date: (iso: string) => string;
  /** An instant in the reader's own time zone. */
  dateTime: (instant: Date) => string;
  /** The same without its year: of a day near enough for nobody to doubt it. */
  dayOfMonth: (iso: string) => string;
  /** A month of a billing period. */
  month: (iso: string) => string;
  /** The same, as short as below a bar of a chart. */
  monthInShort: (iso: string) => string;
  /** A quantity that is no money, in a unit of ECMA-402 or in none, with as many decimals as are worth reading. */
  quantity: (value: number, unit?: string) => string;
}

export function createFormats(locale: Locale): Formats {
  // Numbers and dates as in the country the language is read in here; English as in Ireland, which pays in euros.
  const region = { en: 'en-IE', et: 'et-EE', ru: 'ru-RU' }[locale];
  const date = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(region, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const monthInShort = new Intl.DateTimeFormat(region, { month: 'short', timeZone: 'UTC' });
  const dayOfMonth = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const dateTime = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' });
  const money = new Map<string, Intl.NumberFormat>();
  return {
    money: ({ unit, value }) => {
      let format = money.get(unit);
      if (!format) {
        // As many as the bill has: by itself Intl goes by what is printed in shops, and shows no decimals of HUF.
        const digits = currencyDigits(unit);
        const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
        format = new Intl.NumberFormat(region, { style: 'currency', currency: unit, ...decimals });
        money.set(unit, format);
      }
      return format.format(value);
    },
    date: (iso) => date.format(new Date(iso)),
    dayOfMonth: (iso) => dayOfMonth.format(new Date(iso)),
    monthInShort: (iso) => monthInShort.format(new Date(iso)).replace('.', ''),
    quantity: (value, unit) =>
      new Intl.NumberFormat(region, {
        maximumFractionDigits: 1,
        ...(unit !== undefined && { style: 'unit', unit }),
      }).format(value),
    month: (iso) => month.format(new Date(iso)),
    dateTime: (instant) => dateTime.format(instant),
  };
}
