import { toMoney } from '@wellspring/tmf';
import type { Bill } from './bill.ts';
import type { TaxItem } from '@wellspring/contract-billing';

/** Tax in minor units by its rate in per cent, over the whole bill. */
export function vatByRate(bill: Bill): ReadonlyMap<string, number> {
  const vatMinorByRate = new Map<string, number>();
  for (const line of bill.lines) {
    vatMinorByRate.set(line.vatRate, (vatMinorByRate.get(line.vatRate) ?? 0) + line.vatMinor);
  }
  return vatMinorByRate;
}

export function taxItemsOf(bill: Bill): TaxItem[] {
  return [...vatByRate(bill)].map(([rate, vatMinor]) => ({
    taxCategory: 'VAT',
    taxRate: Number(rate),
    taxAmount: toMoney(vatMinor, bill.currency),
  }));
}
