import { Edge } from '../graph/edge.ts';
import { EdgeWatch } from '../graph/trouble.ts';
import { isSystemStarting } from '../insides/start.ts';
import type { History, ProcessHistory } from '../signals/history.ts';
import type { Ring } from '../signals/ring.ts';
import type { Side } from '../signals/snapshot.ts';
import type { KnownCalls } from './picture.ts';
import type { Symptom } from './symptom.ts';

/** A copy is meant to be younger than this at all times. */
const oldestCopySeconds = 60;
/** The synthetic customer comes every ten seconds; what it saw longer ago than three visits says nothing. */
const visitTicks = 30;

interface Watched {
  readonly kind: 'failed' | 'masked';
  readonly capability: string;
  readonly side: Side;
  readonly watch: EdgeWatch;
}

const entrance = 'gateway';
/** The pages of the new sign-in have a path of their own, outside every capability: what is asked there is counted nowhere else. */
const signIn = { service: 'identity', capability: 'sign-in' } as const;

/** Watches what customers notice: at the gateway, through the synthetic customer, and by the age of copies. */
export class SymptomWatch {
  private readonly watched = new Map<string, Watched>();
  private staleSince = new Map<string, number>();
  private visitsFailSince = new Map<string, number>();
  private readonly visitsWentWell = new Set<string>();

  constructor(private readonly oldPortals: KnownCalls) {}

  look(history: History, edges: readonly EdgeWatch[]): Symptom[] {
    for (const process of history.processes) this.follow(process);
    for (const { watch } of this.watched.values()) watch.look(history.tick);
    return [
      ...this.atTheGateway(),
      ...unshielded(edges, this.oldPortals),
      ...this.visited(history),
      ...this.stale(history),
    ];
  }

  private follow(process: ProcessHistory): void {
    const rings = new Map<string, Map<string, Ring>>();
    for (const { labels, ring } of process.all('migration_requests_total')) {
      const key = `${labels['capability'] ?? ''}|${labels['side'] ?? ''}`;
      const byOutcome = rings.get(key) ?? new Map<string, Ring>();
      rings.set(key, byOutcome.set(labels['outcome'] ?? '', ring));
    }
    for (const [key, byOutcome] of rings) {
      const [capability = '', side = ''] = key.split('|');
      if (side !== 'legacy' && side !== 'new') continue;
      for (const [kind, outcome] of [
        ['failed', 'failed'],
        ['masked', 'fallback'],
      ] as const) {
        const bad = byOutcome.get(outcome);
        const id = `${process.instance}|${key}|${kind}`;
        if (bad === undefined || this.watched.has(id)) continue;
        const ok = byOutcome.get('ok');
        const outcomes = new Map([...(ok === undefined ? [] : [['ok', ok] as const]), [outcome, bad] as const]);
        const nothing: readonly Ring[] = [];
        const edge = new Edge(
          { caller: 'customers', instance: process.instance, callee: capability, operation: side },
          { outcomes, seconds: nothing, counts: nothing, underWay: nothing, idle: nothing },
        );
        this.watched.set(id, { kind, capability, side, watch: new EdgeWatch(edge) });
      }
    }
  }

  private atTheGateway(): Symptom[] {
    return [...this.watched.values()].flatMap(({ kind, capability, side, watch: { trouble } }) => {
      if (trouble === undefined) return [];
      const { failed, total } = trouble.recent;
      const what = kind === 'failed' ? 'failed' : 'were answered by the other side in its place';
      return [
        {
          kind,
          capability,
          side,
          sinceTick: trouble.sinceTick,
          text: `${failed} of ${total} requests ${what}`,
        } as const,
      ];
    });
  }

  private stale(history: History): Symptom[] {
    const symptoms: Symptom[] = [];
    const since = new Map<string, number>();
    for (const process of history.processes) {
      for (const { labels, ring } of process.all('read_model_age_seconds')) {
        const seconds = ring.at(history.tick) ?? 0;
        if (seconds < oldestCopySeconds) continue;
        const subject = labels['model'] ?? process.service;
        const sinceTick = this.staleSince.get(subject) ?? history.tick;
        since.set(subject, sinceTick);
        const text = `the copy of ${process.service} is ${Math.round(seconds)} s old`;
        symptoms.push({ kind: 'stale', capability: subject, side: 'new', sinceTick, text });
      }
    }
    this.staleSince = since;
    return symptoms;
  }

  /** What the synthetic customer saw last, where it was nothing good. */
  private visited(history: History): Symptom[] {
    const latest = new Map<string, Symptom | undefined>();
    const since = new Map<string, number>();
    for (const { capability, side, ok, detail, tick } of history.visitsSince(history.tick - visitTicks)) {
      const key = `${capability}|${side ?? ''}`;
      const sinceTick = since.get(key) ?? this.visitsFailSince.get(key) ?? tick;
      if (ok) {
        since.delete(key);
        this.visitsWentWell.add(key);
      } else since.set(key, sinceTick);
      const text = `the synthetic customer: ${detail}`;
      latest.set(key, ok ? undefined : { kind: 'failed', capability, side, sinceTick, text });
    }
    this.visitsFailSince = since;
    // Until a system that starts has let somebody in it has not failed anybody.
    const isTold = (key: string): boolean => this.visitsWentWell.has(key) || !isSystemStarting(history);
    return [...latest].flatMap(([key, symptom]) => (symptom !== undefined && isTold(key) ? [symptom] : []));
  }
}

/** What has nothing to fall back on: nobody answers in place of the new sign-in, nor of an old portal. */
function unshielded(edges: readonly EdgeWatch[], oldPortals: KnownCalls): Symptom[] {
  return edges.flatMap(({ edge: { id }, trouble }) => {
    if (id.caller !== entrance || trouble === undefined || trouble.kind === 'slow') return [];
    const isSignIn = id.callee === signIn.service;
    if (!isSignIn && !oldPortals.has(id.callee)) return [];
    const { failed, total } = trouble.recent;
    return [
      {
        kind: 'failed',
        capability: isSignIn ? signIn.capability : id.callee,
        side: isSignIn ? 'new' : 'legacy',
        sinceTick: trouble.sinceTick,
        text: trouble.kind === 'hanging' ? 'requests get no answer' : `${failed} of ${total} requests failed`,
        isOfAnEdge: true,
      } as const,
    ];
  });
}
