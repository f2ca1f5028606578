import { currencyDigits } from './currency.ts';

const decimal = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/;

/**
 * Minor units of a decimal text: `minorUnitsOf('49.90', 'EUR')` is 4990. `undefined` when the text is no plain decimal,
 * is finer than the currency's smallest unit, or leaves the integers a number holds exactly.
 */
export function minorUnitsOf(text: string, currency: string): number | undefined {
  const match = decimal.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = currencyDigits(currency);
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > digits) return undefined;
  const minor = Number(whole + significant.padEnd(digits, '0'));
  if (!Number.isSafeInteger(minor)) return undefined;
  return sign && minor !== 0 ? -minor : minor;
}

/** Decimal text of minor units: `decimalOf(4990, 'EUR')` is `'49.90'`, `decimalOf(-5, 'EUR')` is `'-0.05'`. */
export function decimalOf(amountMinor: number, currency: string): string {
  const digits = currencyDigits(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const padded = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  if (digits === 0) return sign + padded;
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}
