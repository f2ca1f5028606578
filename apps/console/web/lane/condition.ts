import type { BadgeTone } from '@wellspring/web';
import { formatActor } from '../format/format.ts';
import type { Capability } from '../live/status.ts';

/** From what hurts most to what needs nobody; lanes are sorted by it. */
const urgencies = ['breach', 'held-back', 'differs', 'overridden', 'thin', 'moving', 'at-rest'] as const;
export type Urgency = (typeof urgencies)[number];

/** How a capability is, in words an operator can act on. */
export interface Condition {
  urgency: Urgency;
  tone: BadgeTone;
  /** Two or three words. */
  label: string;
  /** What it means and what the numbers say. */
  details: string[];
}

/** Somebody has to look at these. */
export function needsSomebody({ urgency }: Condition): boolean {
  return urgency === 'breach' || urgency === 'held-back' || urgency === 'differs';
}

export function conditionOf(capability: Capability): Condition {
  const { guardrails, override, stage, paused, rolledBack, gates } = capability;
  if (guardrails.state === 'breach') {
    return { urgency: 'breach', tone: 'bad', label: 'Guardrail breached', details: guardrails.reasons };
  }
  if (override?.cause === 'guardrail') {
    return {
      urgency: 'held-back',
      tone: 'bad',
      label: 'Rolled back by guardrail',
      details: [override.reason, 'It stays on the old side until you decide.'],
    };
  }
  const parity = gates.find(({ gate }) => gate === 'parity');
  if (parity?.verdict === 'fail') {
    return { urgency: 'differs', tone: 'attention', label: 'Facts differ', details: parity.reasons };
  }
  if (paused) {
    return { urgency: 'overridden', tone: 'attention', label: 'Paused', details: decision(capability) };
  }
  if (rolledBack) {
    return { urgency: 'overridden', tone: 'attention', label: 'Rolled back', details: decision(capability) };
  }
  if (guardrails.state === 'insufficient') {
    return {
      urgency: 'thin',
      tone: 'attention',
      label: 'Too little traffic',
      details: [...guardrails.reasons, 'Guardrails decide nothing until there is more.'],
    };
  }
  return calm(capability, stage);
}

function calm(capability: Capability, stage: Capability['stage']): Condition {
  const urgency = capability.override === null ? 'moving' : 'overridden';
  switch (stage) {
    case 'legacy':
      return { urgency: 'at-rest', tone: 'neutral', label: 'On the old side', details: decision(capability) };
    case 'retired':
      return { urgency: 'at-rest', tone: 'good', label: 'Old side retired', details: decision(capability) };
    case 'shadow':
      return { urgency, tone: 'neutral', label: 'Comparing', details: decision(capability) };
    case 'canary':
    case 'new':
      return { urgency, tone: 'good', label: 'Healthy', details: decision(capability) };
  }
}

function decision({ override }: Capability): string[] {
  return override === null ? [] : [`${formatActor(override.actor)}: ${override.reason}`];
}

/** The lane that hurts first; among equals the order of the file, which people know. */
export function byUrgency(capabilities: readonly Capability[]): Capability[] {
  const rank = (each: Capability): number => urgencies.indexOf(conditionOf(each).urgency);
  return capabilities.toSorted((a, b) => rank(a) - rank(b));
}
