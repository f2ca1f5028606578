/** A month as a running number, so that months can be added and compared: 2026-11 is 2026 × 12 + 10. */
export type Month = number;

export function monthOf(isoDate: string): Month {
  return Number(isoDate.slice(0, 4)) * 12 + Number(isoDate.slice(5, 7)) - 1;
}

export function dayOf(month: Month, day: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, day)).toISOString().slice(0, 10);
}

export function firstDay(month: Month): string {
  return dayOf(month, 1);
}

export function lastDay(month: Month): string {
  return dayOf(month + 1, 0);
}

/** 2026-11 → `202611`, as in invoice numbers. */
export function compact(month: Month): string {
  return firstDay(month).slice(0, 7).replace('-', '');
}
