import type { Kind } from '../commands/kind.ts';
import { formatCount } from '../format/format.ts';
import { laneId } from '../lane/lane-id.ts';
import { decisionsId, refusedFileId } from '../page/anchors.ts';
import { concernsOf } from '../status/condition.ts';
import type { Status } from '../status/status.ts';

/** Something that needs somebody. */
export interface Need {
  what: string;
  why: string;
  /** Where it is: an anchor of this page, or another page. */
  to?: string;
}

/** How many commands of a kind wait for a decision. */
export interface Waiting {
  kind: Pick<Kind<never>, 'path' | 'waiting'>;
  count: number | undefined;
}

/** What is known beside the migration itself; undefined: could not be found out. */
export interface Surroundings {
  /** Checks of each system that are not well. */
  gateway: string[] | undefined;
  billing: string[] | undefined;
  inventory: string[] | undefined;
  usage: string[] | undefined;
  /** What waits for a decision, kind by kind. */
  waiting: readonly Waiting[];
}

/** Everything that needs somebody: the whole system first, then lane by lane in their order. */
export function needsOf({ file, decisions, capabilities }: Status, around: Surroundings): Need[] {
  const needs: Need[] = [];
  if (file.refused) {
    const { length } = file.refused.errors;
    const why = length === 1 ? 'one mistake in it' : `${formatCount(length)} mistakes in it`;
    needs.push({ what: 'The migration file is refused', why, to: `#${refusedFileId}` });
  }
  if (!decisions.connected) {
    const why = 'nothing can be decided but a rollback';
    needs.push({ what: 'The gateway’s database is away', why, to: `#${decisionsId}` });
  }
  needs.push(
    ...healthNeed('The gateway', around.gateway),
    ...healthNeed('Billing', around.billing),
    ...healthNeed('Inventory', around.inventory),
    ...healthNeed('Usage', around.usage),
    ...around.waiting.flatMap(waitingNeed),
  );
  for (const capability of capabilities) {
    const [first, ...others] = concernsOf(capability);
    if (first === undefined) continue;
    const why = [first, ...others].map(({ label }) => label.toLowerCase()).join('; ');
    needs.push({ what: capability.title, why, to: `#${laneId(capability.name)}` });
  }
  return needs;
}

function waitingNeed({ kind: { path, waiting }, count = 0 }: Waiting): Need[] {
  if (count === 0) return [];
  const what = count === 1 ? waiting.one : `${formatCount(count)} ${waiting.several}`;
  return [{ what, why: waiting.why, to: path }];
}

function healthNeed(what: string, weak: string[] | undefined): Need[] {
  if (weak === undefined) return [{ what, why: 'does not answer' }];
  return weak.length === 0 ? [] : [{ what, why: `degraded: ${weak.join(', ')}` }];
}
