/** `49.90` as the background systems write it → 4990 cents. */
export function toMinor(amount: string): number {
  const match = /^(-?)(\d{1,12})\.(\d{2})$/.exec(amount);
  if (!match) throw new RangeError(`${amount} is not an amount`);
  const [, sign = '', whole = '', cents = ''] = match;
  return Number(`${sign}${whole}${cents}`);
}

/** Cents → `1 234,90 €`. */
export function formatMinor(minor: number, currency: string): string {
  const digits = Math.abs(minor).toString().padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${minor < 0 ? '-' : ''}${whole},${digits.slice(-2)} ${currency === 'EUR' ? '€' : currency}`;
}

export function formatAmount(amount: string, currency: string): string {
  return formatMinor(toMinor(amount), currency);
}

/** `2026-11-15` or an instant on that day → `15.11.2026`. */
export function formatDate(iso: string): string {
  const [year = '', month = '', day = ''] = iso.slice(0, 10).split('-');
  return `${day}.${month}.${year}`;
}
