/** What a pod has used of the machine, by the kernel's count. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlGroups } from '../local/control-groups.ts';
import type { Pod } from './pods.ts';

interface PodUsage {
  processorMs: number;
  /** Without what the kernel can take back: pages of files. */
  memoryMb: number;
  /** Periods of 100 ms in which it ran, and in which its limit held it up. */
  periods: number;
  throttledPeriods: number;
}

export interface Need {
  /** Of the processor, in thousandths. */
  millicores: number;
  memoryMb: number;
  /** Of the periods in which it ran. */
  heldUp: number;
}

/** What one pod of each app needed while something was done: the one that needed most. */
export async function needsDuring(pods: Pod[], work: () => Promise<unknown>): Promise<Map<string, Need>> {
  const startedAt = performance.now();
  const before = pods.map(usageOf);
  await work();
  const tookMs = performance.now() - startedAt;
  const needs = pods.map((pod, index) => {
    const [earlier, now] = [before[index] ?? usageOf(pod), usageOf(pod)];
    const periods = now.periods - earlier.periods;
    return {
      app: pod.app,
      millicores: Math.round(((now.processorMs - earlier.processorMs) / tookMs) * 1_000),
      memoryMb: now.memoryMb,
      heldUp: periods === 0 ? 0 : (now.throttledPeriods - earlier.throttledPeriods) / periods,
    };
  });
  const byApp = Map.groupBy(needs, ({ app }) => app);
  const most = (of: (need: Need) => number, list: Need[]): number => Math.max(...list.map(of));
  return new Map(
    [...byApp].map(([app, list]) => [
      app,
      {
        millicores: most(({ millicores }) => millicores, list),
        memoryMb: most(({ memoryMb }) => memoryMb, list),
        heldUp: most(({ heldUp }) => heldUp, list),
      },
    ]),
  );
}

function usageOf(pod: Pod): PodUsage {
  const schedule = numbersIn(read(pod, 'cpu', 'cpu.stat'));
  const memory = numbersIn(read(pod, 'memory', 'memory.stat'));
  return {
    processorMs: Number(read(pod, 'cpuacct', 'cpuacct.usage')) / 1_000_000,
    memoryMb: Math.round((memory.get('total_rss') ?? 0) / 1_048_576),
    periods: schedule.get('nr_periods') ?? 0,
    throttledPeriods: schedule.get('nr_throttled') ?? 0,
  };
}

function read({ uid, name }: Pod, hierarchy: string, file: string): string {
  const [found] = globSync(`wellspring-n*/kubepods/**/pod${uid}/${file}`, { cwd: controlGroups(hierarchy) });
  if (found === undefined) throw new Error(`${name} has no ${file} on this machine`);
  return readFileSync(join(controlGroups(hierarchy), found), 'utf8');
}

function numbersIn(text: string): Map<string, number> {
  const lines = text.split('\n').map((line) => line.split(' '));
  return new Map(lines.map(([name = '', value]) => [name, Number(value)]));
}
