import type { GuardrailReport } from '@wellspring/contract-gateway';
import type { CompiledTable } from '../stage/table.ts';
import type { EffectiveState } from '../stage/effective-state.ts';
import type { MigrationState } from '../stage/migration-state.ts';
import { significanceOf } from './false-alarms.ts';
import { type Baseline, judge, type Verdict } from './judge.ts';
import type { Traffic } from './traffic.ts';

/** Takes a capability back. Asked once for each breach; a promise that fails is asked again. */
export type OnBreach = (capability: EffectiveState, verdict: Verdict) => Promise<void>;

const baselineEveryMs = 30_000;

export interface GuardrailsOptions {
  state: MigrationState;
  traffic: Traffic;
  /** Keeps what the old side is like. */
  onBaseline?: (capability: string, baseline: Baseline) => void;
  /** How often `tick` is called: what is looked at more often must be surer to be no chance. */
  lookEveryMs: number;
  now?: () => number;
}

/**
 * Judges every capability that has customers on the new side, twice a second. A breach takes it back to the old side at
 * once; it stays there until a person decides, so a backend that comes and goes does not take the stage with it.
 */
export class Guardrails {
  private readonly options: GuardrailsOptions;
  private readonly now: () => number;
  private readonly significance: number;
  private readonly baselines = new Map<string, Baseline>();
  private readonly measuredAt = new Map<string, number>();
  private readonly saved = new Map<string, { baseline: Baseline; at: number }>();
  private readonly acting = new Set<string>();
  private readonly verdicts = new Map<string, Verdict>();
  private tellBreach: OnBreach = () => Promise.resolve();

  constructor(options: GuardrailsOptions) {
    this.options = options;
    this.now = options.now ?? (() => performance.now());
    this.significance = significanceOf(options.lookEveryMs);
  }

  /** Who takes a capability back. */
  onBreach(listener: OnBreach): void {
    this.tellBreach = listener;
  }

  /** What is known of the old sides from before this replica started. What it measured itself counts more. */
  remember(baselines: ReadonlyMap<string, Baseline>): void {
    for (const [capability, baseline] of baselines) {
      if (this.baselines.has(capability)) continue;
      this.baselines.set(capability, baseline);
      this.saved.set(capability, { baseline, at: -Infinity });
    }
  }

  report(capability: string): GuardrailReport | undefined {
    const state = this.options.state.capability(capability);
    const verdict = state && this.judge(state);
    if (state === undefined || verdict === undefined) return undefined;
    return isWatched(state) ? verdict : { ...verdict, state: 'idle', reasons: [] };
  }

  tick(): void {
    const table: CompiledTable = this.options.state.table;
    for (const state of table.states.values()) {
      this.rememberOldSide(state);
      this.save(state);
      if (isWatched(state)) this.watch(state);
    }
  }

  private watch(state: EffectiveState): void {
    const { name } = state;
    const limit = this.verdicts.get(name)?.limits.p95Ms ?? state.declaration.guardrails.ignoreP95Below;
    this.options.traffic.countWaiting(name, 'new', limit);
    const verdict = this.judge(state);
    if (verdict === undefined) return;
    this.verdicts.set(name, verdict);
    if (verdict.state !== 'breach' || state.declaration.guardrails.onBreach !== 'rollback') return;
    if (this.acting.has(name)) return;
    this.acting.add(name);
    void this.tellBreach(state, verdict)
      .catch(() => undefined)
      .finally(() => this.acting.delete(name));
  }

  private judge({ name, declaration }: EffectiveState): Verdict | undefined {
    const traffic = this.options.traffic.judged(name);
    return traffic && judge(declaration.guardrails, traffic, this.significance, this.baselines.get(name));
  }

  /**
   * A window that begins to run dry tells less and less of the old side: what the fuller one before it told is kept, for as
   * long as that takes. By the last few requests alone nothing on the new side could be told from chance any more.
   */
  private rememberOldSide({ name, declaration }: EffectiveState): void {
    const sides = this.options.traffic.judged(name)?.legacy;
    const { minRequests, window } = declaration.guardrails;
    const legacy = [sides?.chance, sides?.all].find((each) => each !== undefined && each.observations >= minRequests);
    if (legacy === undefined) return;
    const { errorRate, p95Ms, requests } = legacy;
    const now = this.now();
    const isRecent = now - (this.measuredAt.get(name) ?? -Infinity) <= window;
    if (isRecent && requests < (this.baselines.get(name)?.requests ?? 0)) return;
    this.baselines.set(name, { errorRate, requests, at: new Date(), ...(p95Ms !== undefined && { p95Ms }) });
    this.measuredAt.set(name, now);
  }

  private save({ name }: EffectiveState): void {
    const baseline = this.baselines.get(name);
    const saved = this.saved.get(name);
    const now = this.now();
    if (baseline === undefined || baseline === saved?.baseline) return;
    if (saved !== undefined && now - saved.at < baselineEveryMs) return;
    this.saved.set(name, { baseline, at: now });
    this.options.onBaseline?.(name, baseline);
  }
}

/** Customers are on the new side, and there is an old one to go back to. */
function isWatched({ effective }: EffectiveState): boolean {
  return effective.stage === 'canary' || effective.stage === 'new';
}
