import { toMinorUnits } from '@wellspring/tmf';
import type { UsageSettings } from '../config.ts';

/** Spending limits that the operator lets customers choose from, ends included; minor units. */
export interface LimitRange {
  lowestMinor: number;
  highestMinor: number;
}

type Ends = Pick<UsageSettings, 'spendingLimitLowest' | 'spendingLimitHighest'>;

export function limitRangeIn(currency: string, { spendingLimitLowest, spendingLimitHighest }: Ends): LimitRange {
  const minor = (value: number): number => toMinorUnits({ unit: currency, value }) ?? 0;
  return { lowestMinor: minor(spendingLimitLowest), highestMinor: minor(spendingLimitHighest) };
}
