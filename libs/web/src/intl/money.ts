import { currencyDigits } from '@wellspring/money';

/** An amount as TMF630 writes it: decimal `value` in major units, ISO 4217 currency in `unit`. */
export interface Money {
  unit: string;
  value: number;
}

/** @returns the sum, added up in minor units so that no cent is lost to binary fractions. Zero amounts of one currency only. */
export function sumMoney(amounts: readonly Money[]): Money | undefined {
  const [first] = amounts;
  if (!first) return undefined;
  if (amounts.some(({ unit }) => unit !== first.unit)) throw new Error('Cannot add amounts of different currencies');
  const scale = 10 ** currencyDigits(first.unit);
  const minor = amounts.reduce((total, { value }) => total + Math.round(value * scale), 0);
  return { unit: first.unit, value: minor / scale };
}

/** @returns `from` less `amount`, of the same currency, to the last minor unit. */
export function subtractMoney(from: Money, amount: Money): Money {
  return sumMoney([from, { unit: amount.unit, value: -amount.value }]) ?? from;
}
