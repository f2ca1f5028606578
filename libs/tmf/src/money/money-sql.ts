import { unusualDigits } from '@wellspring/money';

/** One unit of a currency in its minor units, by the column that has its code. */
function minorUnitsInOne(currency: string): string {
  const byDigits = Map.groupBy(unusualDigits, ([, digits]) => digits);
  const unusual = [...byDigits].map(([digits, currencies]) => {
    const codes = currencies.map(([code]) => `'${code}'`).join(', ');
    return `when ${currency} in (${codes}) then ${10 ** digits}`;
  });
  return `(case ${unusual.join(' ')} else 100 end)::numeric`;
}

/**
 * `toMoney` as SQL, for documents that are made when they are read: a `json` from two columns, an amount in minor units and
 * the code of its currency.
 */
export function moneySql(amountMinor: string, currency: string): string {
  const value = `trim_scale(${amountMinor} / ${minorUnitsInOne(currency)})`;
  return `json_build_object('unit', ${currency}, 'value', ${value})`;
}
