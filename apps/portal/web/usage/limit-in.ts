import type { Money } from '@wellspring/web';
import type { LimitRange } from './consumption.ts';

/** What somebody typed as a limit, with a comma or a point; undefined when it is none that can be chosen. */
export function limitIn(text: string, { lowest, highest }: LimitRange): Money | undefined {
  const typed = text.trim().replace(',', '.');
  if (!/^\d+(\.\d{1,2})?$/.test(typed)) return undefined;
  const value = Number(typed);
  return value < lowest.value || value > highest.value ? undefined : { unit: lowest.unit, value };
}
