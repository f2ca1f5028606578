import type { Kind, Zone } from './kinds.ts';

/** What a product lets its customer use, and how much of it customers of this made-up operator use on a day. */
interface TariffItem {
  product: string;
  kind: Kind;
  zone: Zone;
  /** In MB, seconds or pieces for a month; null is unlimited. Left out: charged by use. */
  allowance?: number | null;
  /** Price of a day's use in cents. */
  priceMinor?: number;
  onADay: number;
  /** On which part of the days it is used. */
  share: number;
}

const unlimitedVoice = { kind: 'VOICE', zone: 'HOME', allowance: null, onADay: 600, share: 0.6 } as const;
const callsAbroad = { kind: 'VOICE', zone: 'ABROAD', priceMinor: 240, onADay: 300, share: 0.01 } as const;
const premium = { kind: 'MESSAGE', zone: 'PREMIUM', priceMinor: 150, onADay: 1, share: 0.01 } as const;
const unlimitedData = { kind: 'DATA', zone: 'HOME', allowance: null, share: 1 } as const;
const minutesAbroad = { kind: 'VOICE', zone: 'ABROAD', allowance: 3_600, onADay: 700, share: 0.12 } as const;

export const tariff: readonly TariffItem[] = [
  { product: 'Mobile 5G', ...unlimitedData, onADay: 1_400 },
  { product: 'Mobile 5G', ...unlimitedVoice },
  { product: 'Mobile 5G', kind: 'DATA', zone: 'ROAMING', allowance: 30_000, onADay: 2_400, share: 0.15 },
  { product: 'Mobile 5G', ...callsAbroad },
  { product: 'Mobile M', kind: 'DATA', zone: 'HOME', allowance: 20_000, onADay: 600, share: 1 },
  { product: 'Mobile M', kind: 'VOICE', zone: 'HOME', allowance: 60_000, onADay: 1_600, share: 0.8 },
  { product: 'Mobile M', kind: 'MESSAGE', zone: 'HOME', allowance: 500, onADay: 8, share: 0.5 },
  { product: 'Mobile M', kind: 'DATA', zone: 'ROAMING', allowance: 12_000, onADay: 700, share: 0.1 },
  { product: 'Mobile M', ...callsAbroad },
  { product: 'Mobile M', ...premium },
  { product: 'Mobile S', kind: 'DATA', zone: 'HOME', allowance: 5_000, onADay: 160, share: 1 },
  { product: 'Mobile S', kind: 'VOICE', zone: 'HOME', allowance: 12_000, onADay: 420, share: 0.7 },
  { product: 'Mobile S', kind: 'MESSAGE', zone: 'HOME', allowance: 100, onADay: 3, share: 0.5 },
  { product: 'Mobile S', kind: 'DATA', zone: 'ROAMING', allowance: 5_000, onADay: 300, share: 0.08 },
  { product: 'Mobile S', ...premium },
  { product: 'Phone line', ...unlimitedVoice },
  { product: 'Phone line', ...minutesAbroad },
  { product: 'Phone line', ...premium },
  { product: 'Additional lines', ...unlimitedVoice },
  { product: 'Additional lines', ...minutesAbroad },
  { product: 'Home internet 100 Mbit/s', ...unlimitedData, onADay: 9_000 },
  { product: 'Home internet 1 Gbit/s', ...unlimitedData, onADay: 21_000 },
  { product: 'Internet DSL', ...unlimitedData, onADay: 5_000 },
  { product: 'Internet fiber', ...unlimitedData, onADay: 15_000 },
];
