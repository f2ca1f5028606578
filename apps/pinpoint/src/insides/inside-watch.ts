import type { ProcessHistory } from '../signals/history.ts';
import { insideRules } from './inside-rules.ts';
import type { Around, InsideFinding, InsideRule } from './inside.ts';

/** How long a finding is kept when its rule no longer holds: between two crashes a process is well. */
const restTicks = 5;
/** What others noticed of it is remembered for so long after it. */
const rememberedTicks = 45;

interface Standing {
  rule: InsideRule;
  process: ProcessHistory;
  /** Seconds in a row in which it has held. */
  held: number;
  finding: InsideFinding | undefined;
}

/** Looks at every process each second with every rule. */
export class InsideWatch {
  private readonly standings = new Map<string, Standing>();
  private doubted = new Set<ProcessHistory>();
  private ended: readonly InsideFinding[] = [];

  look(around: Around): void {
    const { history } = around;
    const { tick } = history;
    for (const [key, standing] of this.standings) {
      if (history.processes.includes(standing.process)) continue;
      this.end(standing);
      this.standings.delete(key);
    }
    this.doubted = new Set();
    this.ended = this.ended.filter(({ lastTick }) => tick - lastTick <= rememberedTicks);
    for (const process of history.processes) {
      for (const rule of insideRules) this.apply(rule, process, tick, around);
    }
  }

  /** Processes that are, or may be, in a state in which they find everybody else in trouble. */
  get unreliable(): ReadonlySet<ProcessHistory> {
    return this.doubted;
  }

  /** Of those that are: since when each is known to be. */
  get unreliableSince(): ReadonlyMap<ProcessHistory, number> {
    const since = new Map<ProcessHistory, number>();
    for (const { rule, process, finding } of this.standings.values()) {
      if (rule.unreliable !== true || finding === undefined) continue;
      since.set(process, Math.min(finding.sinceTick, since.get(process) ?? Infinity));
    }
    return since;
  }

  get findings(): InsideFinding[] {
    return [...this.standings.values()].flatMap(({ finding }) => finding ?? []);
  }

  /** Those that were over a moment ago. */
  get endedFindings(): readonly InsideFinding[] {
    return this.ended;
  }

  private end(standing: Standing): void {
    if (standing.finding !== undefined) this.ended = [...this.ended, standing.finding];
    standing.finding = undefined;
  }

  private apply(rule: InsideRule, process: ProcessHistory, tick: number, around: Around): void {
    const key = `${rule.kind}|${process.service}|${process.instance}`;
    const standing = this.standings.get(key) ?? { rule, process, held: 0, finding: undefined };
    this.standings.set(key, standing);
    const measured = rule.measure(process, tick, around);
    if (measured === undefined) {
      standing.held = 0;
      if (standing.finding !== undefined && tick - standing.finding.lastTick > restTicks) {
        this.end(standing);
      }
    }
    if (rule.unreliable === true) {
      const isSuspected = measured !== undefined || rule.suspect?.(process, tick) === true;
      if (isSuspected || standing.finding !== undefined) this.doubted.add(process);
    }
    if (measured === undefined) return;
    standing.held += 1;
    if (standing.held < rule.ticks && standing.finding === undefined) return;
    const sinceTick = standing.finding?.sinceTick ?? tick - standing.held + 1;
    standing.finding = { kind: rule.kind, process, sinceTick, lastTick: tick, measured };
  }
}
