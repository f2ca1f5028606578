import { type UsageType, usageTypes, type UsageUnit, type UsageZone } from '@wellspring/contract-usage';

export const unitOf: Readonly<Record<UsageType, UsageUnit>> = { data: 'MB', voice: 'SEC', message: 'SMS' };

/** {@link unitOf} of the column `type`, for documents that the database makes. */
export const unitSql = `case type ${usageTypes.map((type) => `when '${type}' then '${unitOf[type]}'`).join(' ')} end`;

/** What is counted together. */
export interface Counted {
  productId: string;
  type: UsageType;
  zone: UsageZone;
}

/** One rated use. Amounts are minor units of the currency. */
export interface UsageRecord extends Counted {
  id: string;
  customerId: string;
  /** Instant in UTC. */
  startedAt: string;
  quantity: number;
  chargeMinor: number;
  currency: string;
  /** Rating's counter: the place of this version in its feed. */
  changeSeq: number;
}

/** The first day of the month of a day or an instant, both in UTC. */
export const monthOf = (iso: string): string => `${iso.slice(0, 7)}-01`;

/** `2026-11-01`, 2 → `2027-01-01` */
export function monthsAfter(month: string, count: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 10);
}
