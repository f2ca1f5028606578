const digitsByCurrency = new Map<string, number>();

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. Throws RangeError on what is no currency code. */
export function currencyDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}
