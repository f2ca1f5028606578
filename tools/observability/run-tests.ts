/** `npm run test:observability`. Fails where it cannot be run. */
import { spawnSync } from 'node:child_process';
import { command, CommandFailure, runCommand } from '@wellspring/command';
import { requireTools } from '../cluster/tools-folder.ts';
import { workspaceRoot } from '../topology/topology.ts';
import { missingPrograms } from './programs.ts';

const program = command(
  'test:observability',
  'What is kept in the systems for logs and metrics, tested on the real programs.\nNeeds what npm run observability:set-up and npm run cluster:set-up get.',
)
  .argument('[files...]', 'only those whose path has this in it')
  .option('-t, --test-name-pattern <pattern>', 'only tests whose name matches')
  .action(runTests);

await runCommand(program);

function runTests(files: string[], { testNamePattern }: { testNamePattern?: string }): void {
  const missing = missingPrograms();
  if (missing.length > 0) {
    throw new CommandFailure(
      `Missing: ${missing.join(', ')}. These tests do not pass without. To get what is missing:\n\n  npm run observability:set-up`,
    );
  }
  // Telegraf finds pods through a real API server.
  requireTools(['helm', 'etcd', 'kube-apiserver', 'kube-controller-manager']);
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const options = ['--config', 'tools/observability/jest.config.js', '--runInBand'];
  const named = testNamePattern === undefined ? [] : ['--testNamePattern', testNamePattern];
  const { status } = spawnSync(process.execPath, [...jest, ...options, ...named, ...files], {
    cwd: workspaceRoot,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
