import type { BadgeTone } from '@wellspring/web';
import { formatActor, formatCount, formatShare } from '../format/format.ts';
import type { Capability } from './status.ts';

export type Urgency = 'breach' | 'held-back' | 'old-fails' | 'differs' | 'overridden' | 'thin' | 'moving' | 'at-rest';

/** How a capability is, in words an operator can act on. */
export interface Condition {
  urgency: Urgency;
  tone: BadgeTone;
  /** Two or three words. */
  label: string;
  /** What it means and what the numbers say. */
  details: string[];
}

/** From this share of failed requests on the old side serves hardly anybody. */
const failingShare = 0.5;
/** Fewer requests than these say nothing about a side. */
const fewRequests = 5;

/** What somebody has to look at, the most urgent first. None: nobody has to. */
export function concernsOf(capability: Capability): Condition[] {
  const { guardrails, override, rolledBack, gates } = capability;
  const concerns: Condition[] = [];
  if (guardrails.state === 'breach') {
    concerns.push({ urgency: 'breach', tone: 'bad', label: 'Guardrail breached', details: guardrails.reasons });
  }
  if (override?.cause === 'guardrail') {
    const details = [override.reason, 'It stays on the old side until you decide.', ...unwritten(capability)];
    concerns.push({ urgency: 'held-back', tone: 'bad', label: 'Rolled back by guardrail', details });
  }
  if (oldSideFails(capability)) {
    const { requests, errorRate } = capability.traffic.legacy;
    const detail = `${formatShare(errorRate)} of ${formatCount(requests)} requests fail on the old side.`;
    concerns.push({ urgency: 'old-fails', tone: 'bad', label: 'Old side fails', details: [detail] });
  }
  const parity = gates.find(({ gate }) => gate === 'parity');
  if (parity?.verdict === 'fail') {
    concerns.push({ urgency: 'differs', tone: 'attention', label: 'Sides differ', details: parity.reasons });
  }
  if (rolledBack && override?.cause === 'operator') {
    const details = [...decision(capability), ...unwritten(capability)];
    concerns.push({ urgency: 'overridden', tone: 'attention', label: 'Rolled back', details });
  }
  return concerns;
}

/** What concerns somebody most, with the details of all that does; else how it is. */
export function conditionOf(capability: Capability): Condition {
  const concerns = concernsOf(capability);
  const [first] = concerns;
  if (first) return { ...first, details: concerns.flatMap(({ details }) => details) };
  const { guardrails, paused } = capability;
  if (paused) {
    return { urgency: 'overridden', tone: 'attention', label: 'Paused', details: decision(capability) };
  }
  if (guardrails.state === 'insufficient') {
    return {
      urgency: 'thin',
      tone: 'attention',
      label: 'Too little traffic',
      details: [...guardrails.reasons, 'Guardrails decide nothing until there is more.'],
    };
  }
  return calm(capability);
}

function oldSideFails({ stage, traffic: { legacy } }: Capability): boolean {
  return stage !== 'retired' && legacy.requests >= fewRequests && legacy.errorRate >= failingShare;
}

function calm(capability: Capability): Condition {
  const urgency = capability.override === null ? 'moving' : 'overridden';
  const details = decision(capability);
  switch (capability.stage) {
    case 'legacy':
      return { urgency: 'at-rest', tone: 'neutral', label: 'On the old side', details };
    case 'retired':
      return { urgency: 'at-rest', tone: 'good', label: 'Old side retired', details };
    case 'shadow':
      return { urgency, tone: 'neutral', label: 'Comparing', details };
    case 'canary':
    case 'new':
      return { urgency, tone: 'good', label: 'Healthy', details };
  }
}

function decision({ override }: Capability): string[] {
  return override === null ? [] : [`${formatActor(override.actor)}: ${override.reason}`];
}

function unwritten({ override }: Capability): string[] {
  return override?.written === false
    ? ['Not written to the database yet: in force on the gateway that was asked. Ask the others as well.']
    : [];
}
