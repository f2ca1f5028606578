/** Amounts are whole cents inside; decimal strings such as `49.90` at the edges. */
export type Minor = number;

export function formatAmount(minor: Minor): string {
  const digits = Math.abs(minor).toString().padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `29.85` → 2985; undefined when the text is not an amount with at most two decimals. */
export function parseAmount(text: string): Minor | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', decimals = ''] = match;
  const minor = Number(`${whole}${decimals.padEnd(2, '0')}`);
  return sign && minor > 0 ? -minor : minor;
}

/** Shares `total` by weight so that the shares add up to it to the cent (largest remainders get the odd cents). */
export function allocate(total: Minor, weights: readonly number[]): Minor[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const sign = total < 0 ? -1 : 1;
  const whole = Math.abs(total);
  const shares = weights.map((weight, index) => ({
    index,
    cents: Math.floor((whole * weight) / sum),
    remainder: (whole * weight) % sum,
  }));
  const odd = whole - shares.reduce((a, share) => a + share.cents, 0);
  const first = new Set(
    [...shares]
      .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
      .slice(0, odd)
      .map((share) => share.index),
  );
  return shares.map((share) => {
    const cents = share.cents + (first.has(share.index) ? 1 : 0);
    return cents === 0 ? 0 : sign * cents;
  });
}
