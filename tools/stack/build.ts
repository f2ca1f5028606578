/** Builds what changed since the last build, through Nx and its cache. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from './topology.ts';

/** @throws Error with the build's output when it fails. */
export async function build(): Promise<void> {
  const nx = join(workspaceRoot, 'node_modules/nx/bin/nx.js');
  const child = spawn(process.execPath, [nx, 'run-many', '-t', 'build', '--output-style=stream'], {
    cwd: workspaceRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A background daemon would stay behind when we are done.
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}
