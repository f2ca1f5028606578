/** Two simple ways of naming a culprit, to compare with: who has most alerts, and what is furthest from usual. */
import { edgesOf } from '../src/graph/edges-of.ts';
import { History } from '../src/signals/history.ts';
import type { Recording } from '../src/recording/recording.ts';

export interface Guess {
  /** Whoever was named first after the fault began, and after how long. */
  readonly first: string | undefined;
  readonly afterMs: number | undefined;
}

type Blame = (history: History) => string | undefined;

const windowTicks = 5;
const usualTicks = 60;

export const baselines: Readonly<Record<string, () => Blame>> = {
  'most alerts': () => mostAlerts,
  'largest z': () => largestDeviation,
};

export function guess({ head, snapshots }: Recording, blame: Blame): Guess {
  const history = new History();
  for (const snapshot of snapshots) {
    history.take(snapshot);
    if (snapshot.atMs < head.injectedAtMs) continue;
    const name = blame(history);
    if (name !== undefined) return { first: name, afterMs: snapshot.atMs - head.injectedAtMs };
  }
  return { first: undefined, afterMs: undefined };
}

/** An alert for each edge with more than 5 % failures or twice its usual time, and each process that does not answer. */
function mostAlerts(history: History): string | undefined {
  const { tick } = history;
  const now = { from: tick - windowTicks + 1, to: tick };
  const usual = { from: tick - usualTicks, to: tick - windowTicks };
  const alerts = new Map<string, number>();
  const alert = (name: string): void => void alerts.set(name, (alerts.get(name) ?? 0) + 1);
  for (const process of history.processes) {
    if (process.state(tick) !== 'answers') alert(process.service);
    for (const edge of edgesOf(process)) {
      const { total, failed } = edge.calls(now);
      const mean = edge.durations(now);
      const before = edge.durations(usual);
      if (total > 0 && failed / total > 0.05) alert(edge.id.callee);
      if (mean.count > 0 && before.count > 0 && mean.meanMs > 2 * before.meanMs + 50) alert(edge.id.callee);
    }
  }
  const [first] = [...alerts].toSorted(([, a], [, b]) => b - a);
  return first?.[0];
}

/** Of everything that is measured, what is furthest from its mean of the last minute, in standard deviations. */
function largestDeviation(history: History): string | undefined {
  const { tick } = history;
  const threshold = 5;
  let worst: { name: string; z: number } | undefined;
  const consider = (name: string, values: readonly number[], now: number): void => {
    if (values.length < 20) return;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    const z = Math.abs(now - mean) / Math.max(deviation, 0.05 * Math.abs(mean), 1e-3);
    if (z > threshold && z > (worst?.z ?? 0)) worst = { name, z };
  };
  for (const process of history.processes) {
    for (const metric of ['nodejs_heap_size_used_bytes', 'process_cpu_seconds_total', 'db_pool_waiting_requests']) {
      const ring = process.one(metric);
      const now = ring?.at(tick);
      if (ring !== undefined && now !== undefined) {
        consider(process.service, ring.within({ from: tick - usualTicks, to: tick - windowTicks }), now);
      }
    }
    for (const edge of edgesOf(process)) {
      const shares: number[] = [];
      for (let at = tick - usualTicks; at <= tick - windowTicks; at += 1)
        shares.push(edge.calls({ from: at, to: at }).failed);
      consider(edge.id.callee, shares, edge.calls({ from: tick, to: tick }).failed);
      const times: number[] = [];
      for (let at = tick - usualTicks; at <= tick - windowTicks; at += 1) {
        const { count, meanMs } = edge.durations({ from: at, to: at });
        if (count > 0) times.push(meanMs);
      }
      const { count, meanMs } = edge.durations({ from: tick, to: tick });
      if (count > 0) consider(edge.id.callee, times, meanMs);
    }
  }
  return worst?.name;
}
