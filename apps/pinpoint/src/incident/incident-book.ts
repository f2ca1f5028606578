import { randomUUID } from 'node:crypto';
import type { Diagnosis, Incident } from '@wellspring/contract-pinpoint';
import type { Cause } from '../judge/cause.ts';
import type { Verdict } from '../judge/judge.ts';
import { type Symptom, told } from '../judge/symptom.ts';
import type { Noticed } from '../words/rule.ts';
import { headlineOf, rules, runbookOf } from '../words/rules.ts';

export type IncidentEvent = {
  readonly what: 'opened' | 'updated' | 'resolved' | 'reopened';
  readonly incident: Incident;
};

/** Seconds a cause has to be seen before it is said; what nobody knows yet is given longer to become known. */
const confirmTicks = 2;
const confirmUnknownTicks = 5;
/** Seconds without it before it is said to be over, and longest after which it is the same one that comes back. */
const overTicks = 15;
const sameMs = 120_000;
/** A cause that is found where nothing was known yet is what that was about. */
const becomesKnownMs = 90_000;
/** It began with that, or showed there as late as somebody who is asked only now and then can show it. */
const showsWithinMs = 20_000;

/** What customers noticed longer before a cause began is not of it. */
const symptomTicks = 10;

interface Held {
  incident: Incident;
  cause: Cause;
  lastTick: number;
}

/**
 * One incident for one cause, however many symptoms: opened once it is sure, updated as more becomes known, resolved when
 * it has been over for a while. What comes back within two minutes never ended.
 */
export class IncidentBook {
  private readonly held = new Map<string, Held>();
  private readonly pending = new Map<string, { count: number; lastTick: number }>();

  /** @param open incidents that were open when the process before this one ended */
  constructor(
    open: readonly Incident[] = [],
    private readonly newId: () => string = randomUUID,
  ) {
    for (const incident of open) {
      const { diagnosis } = incident;
      const cause: Cause = { ...diagnosis, change: diagnosis.change, sinceTick: 0 };
      this.held.set(keyOf(cause), { incident, cause, lastTick: 0 });
    }
  }

  /** Open ones, and those that were resolved a moment ago. */
  get incidents(): Incident[] {
    return [...this.held.values()].map(({ incident }) => incident);
  }

  take(verdict: Verdict, atMsOf: (tick: number) => number): IncidentEvent[] {
    const events: IncidentEvent[] = [];
    for (const cause of verdict.causes) {
      const event = this.see(cause, verdict, atMsOf(cause.sinceTick));
      if (event !== undefined) events.push(event);
    }
    return [...events, ...this.resolve(verdict)];
  }

  private see(cause: Cause, verdict: Verdict, sinceMs: number): IncidentEvent | undefined {
    const key = keyOf(cause);
    const held = this.held.get(key) ?? this.takeOver(key, cause, sinceMs, verdict);
    const { atMs, tick } = verdict;
    if (held === undefined) {
      if (!this.isSure(key, cause, tick)) return undefined;
      const symptoms = symptomsOf(cause, verdict.symptoms);
      const diagnosis = diagnose(cause, symptoms);
      const incident: Incident = {
        id: this.newId(),
        state: 'open',
        masked: isMasked(symptoms),
        sinceMs,
        openedMs: atMs,
        updatedMs: atMs,
        resolvedMs: undefined,
        diagnosis,
        story: [{ atMs, text: diagnosis.headline }],
      };
      this.held.set(key, { incident, cause, lastTick: tick });
      return { what: 'opened', incident };
    }
    held.lastTick = tick;
    return this.update(held, cause, verdict);
  }

  /** What was not known yet has become known: the same incident, better told. */
  private takeOver(key: string, cause: Cause, sinceMs: number, { atMs }: Verdict): Held | undefined {
    if (cause.kind === 'unknown') return undefined;
    for (const [other, held] of this.held) {
      const { incident } = held;
      if (incident.state !== 'open' || incident.diagnosis.kind !== 'unknown') continue;
      if (atMs - incident.openedMs > becomesKnownMs || sinceMs > incident.sinceMs + showsWithinMs) continue;
      this.held.delete(other);
      this.held.set(key, held);
      return held;
    }
    return undefined;
  }

  private isSure(key: string, { kind }: Cause, tick: number): boolean {
    const before = this.pending.get(key);
    const count = before !== undefined && tick - before.lastTick <= 3 ? before.count + 1 : 1;
    this.pending.set(key, { count, lastTick: tick });
    return count >= (kind === 'unknown' ? confirmUnknownTicks : confirmTicks);
  }

  private update(held: Held, cause: Cause, { atMs, symptoms: all }: Verdict): IncidentEvent | undefined {
    const before = held.incident;
    const symptoms = symptomsOf(cause, all);
    const diagnosis = diagnose(cause, symptoms);
    const masked = before.masked && isMasked(symptoms);
    const comesBack = before.state === 'resolved';
    const isNews = comesBack || masked !== before.masked || diagnosis.headline !== before.diagnosis.headline;
    const text = comesBack ? `it is back: ${diagnosis.headline}` : diagnosis.headline;
    held.cause = cause;
    held.incident = {
      ...before,
      state: 'open',
      resolvedMs: undefined,
      masked,
      updatedMs: atMs,
      diagnosis,
      story: isNews ? [...before.story, { atMs, text }] : before.story,
    };
    if (!isNews) return undefined;
    return { what: comesBack ? 'reopened' : 'updated', incident: held.incident };
  }

  private resolve({ tick, atMs }: Verdict): IncidentEvent[] {
    const events: IncidentEvent[] = [];
    for (const [key, held] of this.held) {
      const { incident } = held;
      if (incident.state === 'resolved') {
        if (atMs - (incident.resolvedMs ?? atMs) > sameMs) this.held.delete(key);
        continue;
      }
      if (tick - held.lastTick <= overTicks) continue;
      held.incident = {
        ...incident,
        state: 'resolved',
        resolvedMs: atMs,
        updatedMs: atMs,
        story: [...incident.story, { atMs, text: 'over' }],
      };
      events.push({ what: 'resolved', incident: held.incident });
    }
    return events;
  }
}

/** What kind it is may become better known; who is to blame makes it another one. */
function keyOf({ subject, kind }: Cause): string {
  const apart = ['log-stalled', 'clock-off', 'poisoned-message', 'memory-leak', 'certificate-expires'].includes(kind);
  return apart ? `${subject}|${kind}` : subject;
}

function symptomsOf({ sinceTick }: Cause, symptoms: readonly Symptom[]): Symptom[] {
  return symptoms.filter((symptom) => symptom.sinceTick >= sinceTick - symptomTicks);
}

function isMasked(symptoms: readonly Symptom[]): boolean {
  return symptoms.every(({ kind }) => kind !== 'failed');
}

function noticedBy(symptoms: readonly Symptom[]): Noticed {
  const failed = symptoms.filter(({ kind }) => kind === 'failed');
  if (failed.length === 0) return 'nobody';
  return failed.every(({ side }) => side === 'new') ? 'new side' : 'beyond';
}

function diagnose(cause: Cause, symptoms: readonly Symptom[]): Diagnosis {
  const { kind, subject, operations, instances, suspects, evidence, change } = cause;
  return {
    kind,
    subject,
    operations,
    instances,
    suspects,
    evidence,
    change,
    headline: headlineOf(cause),
    symptoms: symptoms.map(told),
    firstAid: rules[kind].firstAid(cause, noticedBy(symptoms)),
    runbook: runbookOf(cause),
  };
}
