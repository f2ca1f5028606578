/** The customers of `npm run traffic`, on a stack of a test. */
import { spawn } from 'node:child_process';
import { endsWithUs } from '@wellspring/testing/processes';
import type { Stack } from '../../stack/index.ts';
import { workspaceRoot } from '../../topology/topology.ts';

/** @param options of the command beside where the stack is; @throws Error with what it said, when it fails */
export async function playTraffic(stack: Stack, options: string[]): Promise<void> {
  const addresses = [
    ...['--gateway', stack.url('gateway')],
    ...['--operations', stack.url('gateway', 'management')],
    ...['--backoffice', stack.url('backoffice')],
  ];
  const child = endsWithUs(
    spawn(process.execPath, ['tools/traffic/traffic.ts', ...addresses, ...options], {
      cwd: workspaceRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, MIGRATION_TOKEN: stack.secrets.operationsToken },
    }),
  );
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`npm run traffic failed:\n${Buffer.concat(said).toString()}`);
}
