/** What is known of the local cluster, kept where its next command finds it. What exists is asked of the kernel. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { clusterFolder } from './layout.ts';

const file = join(clusterFolder, 'state.json');

const state = z.object({
  /** `starting` for good when whoever started it was killed. */
  phase: z.enum(['starting', 'up']),
  /** The process that starts it. */
  startedBy: z.number(),
  nodes: z.number(),
  startedAt: z.iso.datetime(),
});

export type State = z.output<typeof state>;

/** Undefined when there is no cluster, or so little of one that nothing is known of it. */
export function readState(): State | undefined {
  return existsSync(file) ? state.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

export function writeState(content: State): void {
  mkdirSync(clusterFolder, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(content));
  renameSync(`${file}.new`, file);
}

/**
 * @throws Error when there is one already, or somebody is just starting one: it may be needed. What is left of one whose
 * start was cut short is nobody's.
 */
export function requireNoCluster(): void {
  const { phase, startedBy } = readState() ?? {};
  if (phase === 'up') throw new Error('There is a local cluster already: npm run cluster -- down');
  if (startedBy !== undefined && isRunning(startedBy)) {
    throw new Error(`A local cluster is just being started, by process ${startedBy}`);
  }
}

function isRunning(id: number): boolean {
  return existsSync(`/proc/${id}`);
}
