import { canonicalDecimal } from './decimal.ts';
import type { NumberFormat } from './number-format.ts';

const symbols: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  zł: 'PLN',
  Kč: 'CZK',
  '₽': 'RUB',
};
const withoutMinorUnit: ReadonlySet<string> = new Set(['JPY', 'KRW', 'ISK', 'CLP', 'VND']);

export interface CanonicalMoney {
  amount: string;
  currency?: string;
}

/** `49,90 €`, `EUR 49.90`, `49.9`, or TM Forum's `{ unit: "EUR", value: 49.9 }`. */
export function canonicalMoney(value: unknown, format?: NumberFormat): CanonicalMoney | undefined {
  if (typeof value === 'number') return money(String(value), undefined);
  if (typeof value === 'string') return money(value, currencyIn(value), format);
  if (typeof value !== 'object' || value === null) return undefined;
  const { unit, value: amount } = value as { unit?: unknown; value?: unknown };
  if (typeof amount !== 'number' && typeof amount !== 'string') return undefined;
  return money(String(amount), typeof unit === 'string' ? unit : undefined);
}

function money(text: string, currency: string | undefined, format?: NumberFormat): CanonicalMoney | undefined {
  const digits = currency !== undefined && withoutMinorUnit.has(currency) ? 0 : 2;
  const amount = canonicalDecimal(text, digits, format);
  if (amount === undefined) return undefined;
  return currency === undefined ? { amount } : { amount, currency };
}

function currencyIn(text: string): string | undefined {
  const code = /\b[A-Z]{3}\b/.exec(text)?.[0];
  if (code !== undefined) return code;
  return Object.entries(symbols).find(([symbol]) => text.includes(symbol))?.[1];
}
