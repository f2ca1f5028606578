const currencyCode = /^[A-Z]{3}$/;

/**
 * Currencies whose minor unit is not a hundredth (ISO 4217, list one). Written out: ICU goes by what is printed in shops
 * (no decimals for HUF), and loading it for this takes 8 MB of every process.
 */
export const unusualDigits: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD. Throws RangeError on what is no currency code. */
export function currencyDigits(currency: string): number {
  if (!currencyCode.test(currency)) throw new RangeError(`Not a currency code: ${currency}`);
  return unusualDigits.get(currency) ?? 2;
}
