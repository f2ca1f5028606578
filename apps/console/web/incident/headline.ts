import type { Now } from './incidents.ts';

/** The one sentence for whoever was just woken. */
export function headlineOf({ incidents, processes }: Pick<Now, 'incidents' | 'processes'>): string {
  const open = incidents.filter(({ state }) => state === 'open');
  if (open.length === 0) return `All is well, as far as ${processes.length} processes say`;
  const felt = open.filter(({ masked }) => !masked);
  const causes = open.length === 1 ? 'one cause' : `${open.length} causes`;
  return felt.length === 0 ? `Nobody notices anything; ${causes}` : `Customers notice something; ${causes}`;
}
