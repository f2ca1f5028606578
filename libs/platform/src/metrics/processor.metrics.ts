import { readFileSync } from 'node:fs';
import type { Metrics } from './metrics.ts';

/** Where Linux tells how long somebody has waited for a processor: of the machine, and of this process' own limit. */
export interface ProcessorFiles {
  readonly pressure: string;
  /** The first that is there is read: that of control groups version 2, or of version 1. */
  readonly limits: readonly string[];
}

const linux: ProcessorFiles = {
  pressure: '/proc/pressure/cpu',
  limits: ['/sys/fs/cgroup/cpu.stat', '/sys/fs/cgroup/cpu/cpu.stat'],
};

/**
 * Whether there is processor enough, under the names of node_exporter and cAdvisor. What a system does not tell is absent,
 * and not 0: that nobody waits is something else.
 */
export function registerProcessorMetrics(metrics: Metrics, files: ProcessorFiles = linux): void {
  const limits = files.limits.find((file) => throttledSeconds(file) !== undefined);
  if (waitedSeconds(files.pressure) !== undefined) {
    counter(
      metrics,
      { name: 'node_pressure_cpu_waiting_seconds_total', help: 'Time in which something waited for a processor' },
      () => waitedSeconds(files.pressure),
    );
  }
  if (limits === undefined) return;
  counter(
    metrics,
    {
      name: 'container_cpu_cfs_throttled_seconds_total',
      help: 'Time in which this container was held back at its limit of processor time',
    },
    () => throttledSeconds(limits),
  );
}

/** A gauge by kind, since others count it: what it says only ever goes up. */
function counter(metrics: Metrics, declared: { name: string; help: string }, seconds: () => number | undefined): void {
  metrics.gauge({
    ...declared,
    absentUntilSet: true,
    collect: (gauge) => {
      const now = seconds();
      if (now !== undefined) gauge.set({}, now);
    },
  });
}

function waitedSeconds(file: string): number | undefined {
  return found(file, /^some .*\btotal=(\d+)/m, 1e6);
}

function throttledSeconds(file: string): number | undefined {
  return found(file, /^throttled_usec (\d+)/m, 1e6) ?? found(file, /^throttled_time (\d+)/m, 1e9);
}

function found(file: string, pattern: RegExp, perSecond: number): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [, units] = pattern.exec(text) ?? [];
  return units === undefined ? undefined : Number(units) / perSecond;
}
