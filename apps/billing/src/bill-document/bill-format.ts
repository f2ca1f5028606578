import { currencyDigits } from '@wellspring/tmf';
import type { BillLanguage } from './bill-texts.ts';

/** How amounts and days are written in a language. */
export class BillFormat {
  private readonly amounts: Intl.NumberFormat;
  private readonly sums: Intl.NumberFormat;
  private readonly days: Intl.DateTimeFormat;
  private readonly scale: number;

  constructor(language: BillLanguage, currency: string) {
    const locale = language === 'en' ? 'en-GB' : language;
    const digits = currencyDigits(currency);
    this.scale = 10 ** digits;
    const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    this.amounts = new Intl.NumberFormat(locale, decimals);
    // The code in place of the sign: the fonts have the signs of a few currencies only, and a code means one currency.
    this.sums = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code', ...decimals });
    this.days = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' });
  }

  /** Without the currency, for columns. Rounded to its digits again, the division shows nowhere. */
  amount(amountMinor: number): string {
    return withPlainMinus(this.amounts.format(amountMinor / this.scale));
  }

  sum(amountMinor: number): string {
    return withPlainMinus(this.sums.format(amountMinor / this.scale));
  }

  day(day: string): string {
    return this.days.format(new Date(`${day}T00:00:00Z`));
  }
}

/** The fonts have no minus sign (U+2212), which Estonian writes: a credit would be printed as a charge. */
function withPlainMinus(text: string): string {
  return text.replaceAll('\u2212', '-');
}
