import { edgesOf } from '../graph/edges-of.ts';
import { EdgeWatch, onsetTicks } from '../graph/trouble.ts';
import { ChangeWatch } from '../changes/change-watch.ts';
import { InsideWatch } from '../insides/inside-watch.ts';
import { PodWatch } from '../insides/pod-watch.ts';
import { MachineWatch } from '../insides/machine-watch.ts';
import { History, type ProcessHistory } from '../signals/history.ts';
import type { Snapshot } from '../signals/snapshot.ts';
import type { Cause } from './cause.ts';
import { edgeCauses } from './edge-causes.ts';
import { insideCauses, isNoticed } from './inside-causes.ts';
import { withShortages } from './machine-causes.ts';
import type { KnownCalls, Picture } from './picture.ts';
import { withPods } from './pod-causes.ts';
import { changesRuledOut } from './scope.ts';
import { withSuspects } from './suspects.ts';
import type { Symptom } from './symptom.ts';
import { SymptomWatch } from './symptom-watch.ts';
import { sortTroubles } from './troubles.ts';

/** What was made of one second. */
export interface Verdict {
  readonly atMs: number;
  readonly tick: number;
  readonly causes: readonly Cause[];
  readonly symptoms: readonly Symptom[];
}

/** Customers have had errors for this long and nothing explains them: that is said, too. */
const unexplainedTicks = 8;
/** What began while there was a cause is felt for so long after it. */
const feltTicks = 20;

/** Takes what is known second by second, and says what hurts and who is to blame. Nothing but snapshots goes in. */
export class Judge {
  readonly history = new History();
  private readonly changes = new ChangeWatch();
  private readonly insides = new InsideWatch();
  private readonly machines = new MachineWatch();
  private readonly pods = new PodWatch();
  private readonly symptoms: SymptomWatch;
  private readonly watches = new Map<string, EdgeWatch>();
  private readonly known = new Map<ProcessHistory, number>();
  /** When there was a cause of something that customers may feel for the last time. */
  private explainedTick = -Infinity;

  constructor(private readonly knownCalls: KnownCalls = new Map()) {
    this.symptoms = new SymptomWatch(knownCalls);
  }

  take(snapshot: Snapshot): Verdict {
    const { history } = this;
    history.take(snapshot);
    const { tick } = history;
    this.changes.look(history);
    this.followEdges();
    this.machines.look(history);
    const { shortages } = this.machines;
    this.insides.look({
      history,
      lateMsSince: (process, since) =>
        Math.max(0, ...shortages.map((each) => (each.processes.has(process) ? each.lateMsSince(since) : 0))),
    });
    this.doubtCallers();
    for (const watch of this.watches.values()) watch.look(tick);
    const watches = [...this.watches.values()];
    const symptoms = this.symptoms.look(history, watches);
    const picture: Picture = {
      history,
      tick,
      watches,
      insides: this.insides.findings,
      insidesBefore: this.insides.endedFindings,
      unreliable: this.insides.unreliable,
      shortages,
      symptoms,
      knownCalls: this.knownCalls,
    };
    const causes = this.causesOf(picture).map((cause) => ({
      ...cause,
      evidence: [...cause.evidence, ...changesRuledOut(history, tick, cause)],
    }));
    return { atMs: snapshot.atMs, tick, causes, symptoms };
  }

  private causesOf(picture: Picture): Cause[] {
    const { history } = picture;
    const insides = withPods(this.pods.look(history), insideCauses(picture));
    const { believed, excused } = sortTroubles(picture);
    const causes = [...insides, ...edgeCauses(picture, withSuspects(picture, believed), insides)];
    if (causes.some(isNoticed)) this.explainedTick = picture.tick;
    const riddles = causes.some(isNoticed) ? [] : unexplained(picture, this.explainedTick);
    return withShortages(picture, [...causes, ...riddles], excused);
  }

  private doubtCallers(): void {
    for (const [{ service, instance }, sinceTick] of this.insides.unreliableSince) {
      for (const watch of this.watches.values()) {
        const { caller, instance: of } = watch.edge.id;
        // A moment before it was known it was so, too.
        if (caller === service && of === instance) watch.doubt({ from: sinceTick - onsetTicks, to: this.history.tick });
      }
    }
  }

  /** Edges appear as they are first used, and go with their process. */
  private followEdges(): void {
    const { processes } = this.history;
    for (const process of this.known.keys()) {
      if (processes.includes(process)) continue;
      this.known.delete(process);
      for (const [key, { edge }] of this.watches) {
        if (edge.id.caller === process.service && edge.id.instance === process.instance) this.watches.delete(key);
      }
    }
    for (const process of processes) {
      if (this.known.get(process) === process.seriesCount) continue;
      this.known.set(process, process.seriesCount);
      for (const edge of edgesOf(process)) {
        const watch = new EdgeWatch(edge);
        const before = this.watches.get(edge.key);
        if (before !== undefined) watch.continue(before);
        this.watches.set(edge.key, watch);
      }
    }
  }
}

function unexplained({ symptoms, tick }: Picture, explainedTick: number): Cause[] {
  const isLasting = ({ sinceTick }: Symptom): boolean =>
    tick - sinceTick >= unexplainedTicks && (sinceTick > explainedTick || tick - explainedTick >= feltTicks);
  const lasting = symptoms.filter(
    (symptom) => symptom.kind === 'failed' && symptom.isOfAnEdge !== true && isLasting(symptom),
  );
  const [first] = lasting;
  if (first === undefined) return [];
  return [
    {
      kind: 'unknown',
      subject: first.capability,
      operations: [],
      instances: [],
      sinceTick: Math.min(...lasting.map(({ sinceTick }) => sinceTick)),
      evidence: lasting.map(({ capability, side, text }) => ({
        verdict: 'for',
        about: side === undefined ? capability : `${capability}, ${side} side`,
        text,
      })),
      change: undefined,
      suspects: [
        'gateway',
        ...new Set(lasting.map(({ side }) => (side === 'legacy' ? 'the old portal' : 'the new side'))),
      ],
    },
  ];
}
