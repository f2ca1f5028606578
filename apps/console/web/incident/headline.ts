import type { Now } from './incidents.ts';
import { noticedOf } from './noticed.ts';

/** The one sentence for whoever was just woken. */
export function headlineOf({ incidents, processes }: Pick<Now, 'incidents' | 'processes'>): string {
  const open = incidents.filter(({ state }) => state === 'open');
  if (open.length === 0) return `All is well, as far as ${processes.length} processes say`;
  const noticed = open.map(noticedOf);
  const causes = open.length === 1 ? 'one cause' : `${open.length} causes`;
  if (noticed.includes('now')) return `Customers notice something; ${causes}`;
  return noticed.includes('before')
    ? `Nobody notices anything any more; ${causes}`
    : `Nobody notices anything; ${causes}`;
}
