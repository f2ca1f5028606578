import type { Bucket } from '../backoffice/records.ts';
import type { Text } from '../language/et.ts';
import { t } from '../language/language.ts';

export const kindNames = { DATA: 'Data', VOICE: 'Calls', MESSAGE: 'Messages' } as const satisfies Record<
  Bucket['kind'],
  Text
>;

export const zoneNames = {
  HOME: 'At home',
  ROAMING: 'Roaming',
  ABROAD: 'To other countries',
  PREMIUM: 'Premium numbers',
} as const satisfies Record<Bucket['zone'], Text>;

/** `12 345 MB`, `95:20 min`, `12`: whole megabytes, minutes with seconds, pieces. */
export function formatQuantity(kind: Bucket['kind'], quantity: number): string {
  switch (kind) {
    case 'DATA':
      return `${withSpaces(quantity)} MB`;
    case 'VOICE':
      return `${withSpaces(Math.floor(quantity / 60))}:${String(quantity % 60).padStart(2, '0')} min`;
    case 'MESSAGE':
      return withSpaces(quantity);
  }
}

export function formatAllowance({ kind, allowance }: Bucket): string {
  return allowance === null ? t('Unlimited') : formatQuantity(kind, allowance);
}

function withSpaces(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ' ');
}
