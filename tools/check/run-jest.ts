import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endsWithUs } from '@wellspring/testing/processes';
import { workspaceRoot } from '../topology/topology.ts';

/**
 * Jest under the Node we run on, for tests that need more than that and so are no targets of Nx. However we are ended, it
 * ends with us, and what its tests have started with it.
 * @returns the exit code
 */
export async function runJest(args: string[], cwd = workspaceRoot): Promise<number> {
  const jest = join(workspaceRoot, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = endsWithUs(spawn(process.execPath, [...options, jest, ...args], { cwd, stdio: 'inherit' }));
  // Ctrl-C reaches it by itself; we stay until it has ended.
  process.once('SIGINT', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
