import type { NumberFormat } from './number-format.ts';

const notPartOfANumber = /[^\d.,+\-−]/g;

/**
 * A decimal number as people and machines write it (`1 234,50`, `1.234,50`, `1,234.50`, `-49.9`) in canonical form:
 * `1234.50`, with at least `fractionDigits` decimals. Works on the digits, so that nothing is rounded.
 * @param format as the page is declared to write them: `1.234` is then one number in German and another in English
 * @returns undefined when it is not one number, or not in that form.
 */
export function canonicalDecimal(text: string, fractionDigits: number, format?: NumberFormat): string | undefined {
  const found = text.replace(notPartOfANumber, '').replace('−', '-');
  const bare = format === undefined ? found : inPlainForm(found, format);
  if (bare === undefined) return undefined;
  const parts = /^([+-]?)(\d[\d.,]*)$/.exec(bare);
  if (parts === null) return undefined;
  const [, sign, digits = ''] = parts;

  const { whole, fraction } = splitAtDecimalMark(digits);
  const significant = fraction.replace(/0+$/, '').padEnd(fractionDigits, '0');
  const integer = whole.replace(/^0+(?=\d)/, '');
  const magnitude = significant === '' ? integer : `${integer}.${significant}`;
  return sign === '-' && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude;
}

/** Thousands without their marks, and a point before the decimals. */
function inPlainForm(text: string, { decimal, group }: NumberFormat): string | undefined {
  const [whole = '', fraction, ...more] = text.split(decimal);
  const groups = group === '' ? [whole] : whole.split(group);
  const isGrouped =
    groups.length === 1 || groups.every((digits, index) => (index === 0 ? /^[+-]?\d{1,3}$/ : /^\d{3}$/).test(digits));
  const digits = groups.join('');
  if (more.length > 0 || !isGrouped || !/^[+-]?\d+$/.test(digits)) return undefined;
  if (fraction === undefined) return `${digits}.`;
  return /^\d+$/.test(fraction) ? `${digits}.${fraction}` : undefined;
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
