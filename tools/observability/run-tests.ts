/** `npm run test:observability`. Fails where it cannot be run. */
import { command, CommandFailure, runCommand } from '@wellspring/command';
import { runJest } from '../check/run-jest.ts';
import { requireTools } from '../cluster/tools-folder.ts';
import { missingPrograms } from './programs.ts';

const program = command(
  'test:observability',
  'What is kept in the systems for logs and metrics, tested on the real programs.\nNeeds what npm run observability:set-up and npm run cluster:set-up get.',
)
  .argument('[files...]', 'only those whose path has this in it')
  .option('-t, --test-name-pattern <pattern>', 'only tests whose name matches')
  .action(runTests);

await runCommand(program);

async function runTests(files: string[], { testNamePattern }: { testNamePattern?: string }): Promise<void> {
  const missing = missingPrograms();
  if (missing.length > 0) {
    throw new CommandFailure(
      `Missing: ${missing.join(', ')}. These tests do not pass without. To get what is missing:\n\n  npm run observability:set-up`,
    );
  }
  // Telegraf finds pods through a real API server.
  requireTools(['helm', 'etcd', 'kube-apiserver', 'kube-controller-manager']);
  const named = testNamePattern === undefined ? [] : ['--testNamePattern', testNamePattern];
  const config = ['--config', 'tools/observability/jest.config.js', '--runInBand'];
  process.exitCode = await runJest([...config, ...named, ...files]);
}
