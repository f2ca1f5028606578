import type { ActionName } from '../action/action.ts';
import type { Capability } from '../status/status.ts';
import type { Incident } from './incidents.ts';

/** While customers get errors on the new side: the way back. When it is over: the way on, for what was taken back. */
export function decisionFor(
  { state, diagnosis: { firstAid, symptoms } }: Pick<Incident, 'state' | 'diagnosis'>,
  capabilities: readonly Capability[],
): { capabilities: Capability[]; action: ActionName } {
  const failed = new Set(
    symptoms.flatMap(({ kind, side, capability }) => (kind === 'failed' && side === 'new' ? [capability] : [])),
  );
  const hit = capabilities.filter(({ name }) => failed.has(name));
  if (state === 'resolved') return { action: 'resume', capabilities: hit.filter(({ override }) => override !== null) };
  return { action: 'rollback', capabilities: firstAid.action === 'rollback' ? hit : [] };
}
