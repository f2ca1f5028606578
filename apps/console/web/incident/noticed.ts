import type { Incident } from './incidents.ts';

/** Whether customers notice it now, did until something helped them, or never did. */
export type Noticed = 'now' | 'before' | 'never';

export function noticedOf({ masked, diagnosis }: Pick<Incident, 'masked' | 'diagnosis'>): Noticed {
  if (masked) return 'never';
  return diagnosis.symptoms.some(({ kind }) => kind === 'failed') ? 'now' : 'before';
}
