import type { AuditAction, RefusalDocument, Stage } from '@wellspring/contract-gateway';
import { ApiError, fetchJson, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { formatPosition } from '../format/format.ts';
import { type Capability, capability as capabilitySchema, stages } from '../status/status.ts';

/** Names of the operations API; the audit has them, too. */
export type ActionName = Exclude<AuditAction, 'file'>;

/** An action as an operator is asked about it. */
export interface Action {
  name: ActionName;
  /** On the button in the lane. */
  label: string;
  /** Over the dialog, with the capability's name. */
  title: string;
  /** What will be different afterwards. */
  effect: string;
  /** On the button that does it. */
  confirm: string;
  danger: boolean;
}

/** What can be done about a capability as it stands, the most urgent first. */
export function actionsFor(capability: Capability): Action[] {
  const { stage, paused, override } = capability;
  return [
    ...(canGoBack(stage) ? [rollback(capability)] : []),
    ...(capability.next !== null && !paused ? [advance(capability, capability.next)] : []),
    ...(stage === 'canary' && !paused ? [percent(capability)] : []),
    ...(paused ? [] : [pause(capability)]),
    ...(override === null ? [] : [resume(capability)]),
  ];
}

/** Stages a capability can be taken back to; the safest first. */
export function earlierStages(stage: Stage): Stage[] {
  return stages.slice(0, stages.indexOf(stage));
}

/** Retired means that the old side is out of reach. */
function canGoBack(stage: Stage): boolean {
  return stage !== 'legacy' && stage !== 'retired';
}

function rollback({ title, stage }: Capability): Action {
  return {
    name: 'rollback',
    label: 'Roll back',
    title: `Roll back ${title}`,
    effect:
      stage === 'shadow'
        ? 'The comparison ends. Customers are on the old side as before.'
        : 'Every customer is on the old side within a second and stays signed in. It stays there until somebody decides again.',
    confirm: 'Roll back now',
    danger: true,
  };
}

function advance({ title }: Capability, next: Stage): Action {
  const effects: Record<Stage, string> = {
    legacy: '',
    shadow: 'Customers stay on the old side. Their reads are repeated on the new one and compared.',
    canary: 'A share of the customers goes to the new side.',
    new: 'Every customer goes to the new side. The old one answers where the new one cannot.',
    retired: 'The old side is out of reach from then on: there is no way back from this page.',
  };
  return {
    name: 'advance',
    label: `Advance to ${next}`,
    title: `Advance ${title} to ${next}`,
    effect: effects[next],
    confirm: `Advance to ${next}`,
    danger: next === 'retired',
  };
}

function percent(capability: Capability): Action {
  return {
    name: 'percent',
    label: 'Change share',
    title: `Change the share of ${capability.title}`,
    effect: `${capability.percent} % of the customers are chosen for the new side. Raising the share moves nobody back.`,
    confirm: 'Change the share',
    danger: false,
  };
}

function pause(capability: Capability): Action {
  return {
    name: 'pause',
    label: 'Pause',
    title: `Pause ${capability.title}`,
    effect: `It stays at ${formatPosition(capability)}: nobody promotes it, and Git does not move it. Guardrails and you can still take it back.`,
    confirm: 'Pause',
    danger: false,
  };
}

function resume({ title, declared, ...now }: Capability): Action {
  const goal = formatPosition(declared);
  const how = isAhead(declared, now)
    ? 'Git is ahead of where it stands, so this is a promotion, and the gates have to agree.'
    : 'Git is not ahead of where it stands, so the gates are not asked.';
  return {
    name: 'resume',
    label: 'Follow Git',
    title: `Let ${title} follow Git again`,
    effect: `It goes to ${goal} at once, as Git says. ${how}`,
    confirm: `Go to ${goal}`,
    danger: false,
  };
}

function isAhead(to: Position, from: Position): boolean {
  if (to.stage === 'canary' && from.stage === 'canary') return to.percent > from.percent;
  return stages.indexOf(to.stage) > stages.indexOf(from.stage);
}

type Position = Pick<Capability, 'stage' | 'percent'>;

/** Under which an unfinished decision is kept in the tab. */
export function draftKey(capability: string, action: ActionName): string {
  return `${capability}:${action}`;
}

export interface Decision {
  reason: string;
  to?: Stage | undefined;
  percent?: number | undefined;
  force?: boolean | undefined;
}

/** @returns the capability as it is afterwards. @throws ApiError, with the reasons of a refusal in its body. */
export async function decide(capability: string, action: ActionName, decision: Decision): Promise<Capability> {
  const path = `/api/gateway/capabilities/${capability}/${action}`;
  return (await fetchJson(path, capabilitySchema, { method: 'POST', body: decision })).body;
}

const refusal = shown<RefusalDocument>()({ code: z.literal('MIGRATION.REFUSED'), reasons: z.array(z.string()) });

/** Why the gates say no, when that is what an error is about: the one refusal that can be forced. */
export function refusalReasons(error: Error | null): string[] | undefined {
  return error instanceof ApiError ? z.safeParse(refusal, error.body).data?.reasons : undefined;
}
