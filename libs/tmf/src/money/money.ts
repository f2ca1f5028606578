import type { Money } from '@wellspring/contract';
import { decimalOf, minorUnitsOf } from '@wellspring/money';
import { z } from 'zod';

/** What a request may carry as `Money`. Whether the value has too many decimals is known only with its currency. */
export const moneySchema = z.object({
  unit: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 currency code'),
  value: z.number().nonnegative(),
});

/** `toMoney(4990, 'EUR')` is `{ unit: 'EUR', value: 49.9 }`: the number whose shortest decimal form is the amount. */
export function toMoney(amountMinor: number, currency: string): Money {
  return { unit: currency, value: Number(decimalOf(amountMinor, currency)) };
}

/**
 * Minor units of a `Money`, or `undefined` when the value is finer than the currency's smallest unit.
 * It reads the number's decimal form, so that 49.9 is 4990 and never 4989.999….
 */
export function toMinorUnits(money: Money): number | undefined {
  return minorUnitsOf(String(money.value), money.unit);
}
