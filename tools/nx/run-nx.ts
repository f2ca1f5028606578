/** Nx, run by the Node we run on: without its daemon, which would stay behind, and without its terminal interface. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { endsWithUs } from '@wellspring/testing/processes';
import { workspaceRoot } from '../topology/topology.ts';

export interface NxRun {
  args: string[];
  env?: Record<string, string>;
  /** Sees the output as it comes. */
  onOutput?: (chunk: string) => void;
  onStart?: (child: ChildProcess) => void;
}

/** @returns how it ended and everything it printed, errors included. */
export async function runNx({ args, env, onOutput, onStart }: NxRun): Promise<{ code: number; output: string }> {
  const nx = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');
  const child = endsWithUs(
    spawn(process.execPath, [nx, ...args], {
      cwd: workspaceRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', ...env },
    }),
  );
  onStart?.(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      onOutput?.(chunk);
    });
  }
  const code = await new Promise<number>((resolve) => {
    child.once('close', (status) => {
      resolve(status ?? 1);
    });
  });
  return { code, output };
}
