const NOT_PART_OF_A_NUMBER = /[^\d.,+\-−]/g;

/**
 * A decimal number as people and machines write it (`1 234,50`, `1.234,50`, `1,234.50`, `-49.9`) in canonical form:
 * `1234.50`, with at least `fractionDigits` decimals. Works on the digits, so that nothing is rounded.
 * @returns undefined when it is not one number.
 */
export function canonicalDecimal(text: string, fractionDigits: number): string | undefined {
  const bare = text.replace(NOT_PART_OF_A_NUMBER, '').replace('−', '-');
  const parts = /^([+-]?)(\d[\d.,]*)$/.exec(bare);
  if (parts === null) return undefined;
  const [, sign, digits = ''] = parts;

  const { whole, fraction } = splitAtDecimalMark(digits);
  const significant = fraction.replace(/0+$/, '').padEnd(fractionDigits, '0');
  const integer = whole.replace(/^0+(?=\d)/, '');
  const magnitude = significant === '' ? integer : `${integer}.${significant}`;
  return sign === '-' && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude;
}

/** The last mark is the decimal one, unless it stands more than once and so groups thousands. */
function splitAtDecimalMark(digits: string): { whole: string; fraction: string } {
  const at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (at === -1) return { whole: digits, fraction: '' };
  const mark = digits.charAt(at);
  const repeated = digits.indexOf(mark) !== at;
  if (repeated) return { whole: digits.replace(/[.,]/g, ''), fraction: '' };
  return { whole: digits.slice(0, at).replace(/[.,]/g, ''), fraction: digits.slice(at + 1) };
}
