/** Runs one kind of tests that need more than Node, after making sure that what they need is there. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../stack/topology.ts';
import { requireTools, type ToolName } from './tools-folder.ts';

export function runTests(kind: string, tools: ToolName[]): void {
  try {
    requireTools(tools);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
  const jest = join(workspaceRoot, 'node_modules/jest/bin/jest.js');
  const match = ['--testMatch', `<rootDir>/**/*.${kind}-spec.ts`];
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { status } = spawnSync(
    process.execPath,
    [...options, jest, ...match, '--runInBand', ...process.argv.slice(2)],
    {
      cwd: join(workspaceRoot, 'tools'),
      stdio: 'inherit',
    },
  );
  process.exit(status ?? 1);
}
