export interface Invoice {
  no: string;
  amount: number;
  /** ISO date. */
  due: string;
  state: 'open' | 'paid';
}

/** What the old page and the new answer both say. */
export function invoices(): Invoice[] {
  return Array.from({ length: 60 }, (_, n) => ({
    no: `INV-${202_001 + n}`,
    amount: 20 + n / 4,
    due: `2026-0${(n % 9) + 1}-15`,
    state: n === 0 ? 'open' : 'paid',
  }));
}
