/** How long each app takes from its start to its first "ready", and how much memory it holds then. */
import { setTimeout as delay } from 'node:timers/promises';
import { readTopology } from '../topology/topology.ts';
import { benchStack, type BenchStack } from './bench-stack.ts';
import { residentMb } from './process-usage.ts';
import { figure, median, table } from './table.ts';

export interface FootprintOptions {
  /** Starts per app. */
  rounds: number;
}

const goalMs = 1_000;
const goalMb = 90;
/** Until what the start needed has been collected or given back. */
const settleMs = 3_000;
const readyTimeoutMs = 60_000;

/** @returns the report as text. */
export async function benchFootprint({ rounds }: FootprintOptions): Promise<string> {
  const apps = readTopology();
  const stack = await benchStack();
  const rows: string[][] = [];
  try {
    for (const { name } of apps) rows.push([name, ...(await footprintOf(name, stack, rounds))]);
  } finally {
    await stack.stop();
  }
  return [
    `Start to ready, and resident memory ${settleMs / 1000} s later: medians of ${rounds} starts ` +
      `(goal: ${goalMs} ms, ${goalMb} MB)`,
    '',
    table(['', 'ready ms', 'RSS MB'], rows),
  ].join('\n');
}

/** One app that does not start is shown as such and keeps nobody from the figures of the others. */
async function footprintOf(name: string, stack: BenchStack, rounds: number): Promise<string[]> {
  const startsMs: number[] = [];
  const residentsMb: number[] = [];
  try {
    const app = await stack.start(name);
    for (let round = 0; round < rounds; round += 1) {
      await app.stop();
      const startedMs = performance.now();
      app.start(() => undefined);
      await untilReady(stack.readyUrl(name), startedMs + readyTimeoutMs);
      startsMs.push(performance.now() - startedMs);
      await delay(settleMs);
      const resident = app.pid === undefined ? undefined : residentMb(app.pid);
      if (resident !== undefined) residentsMb.push(resident);
    }
  } catch (error) {
    process.exitCode = 1;
    console.error(`${name} did not start:`, error);
  }
  return [figure(median(startsMs)), figure(median(residentsMb))];
}

async function untilReady(url: string, deadlineMs: number): Promise<void> {
  while (performance.now() < deadlineMs) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false,
    );
    if (ok) return;
    await delay(5);
  }
  throw new Error(`${url} is not ready.`);
}
