import type { useIntl } from '../messages/catalogues.ts';
import type { MessageKey } from '../messages/en.ts';
import type { Allowance } from './allowance.ts';

const names: Readonly<Record<string, MessageKey>> = {
  'data/home': 'usage.allowance.data',
  'data/roaming': 'usage.allowance.roaming',
  'voice/home': 'usage.allowance.voice',
  'voice/abroad': 'usage.allowance.abroad',
  'message/home': 'usage.allowance.message',
};

/** What it is of, in the reader's language; as the service calls it where there is no word for it here. */
export function allowanceName({ name, usageType, zone }: Allowance, { t }: ReturnType<typeof useIntl>): string {
  const key = names[`${usageType ?? ''}/${zone ?? ''}`];
  return key === undefined ? name : t(key);
}
