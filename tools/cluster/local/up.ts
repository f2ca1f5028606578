/** `npm run cluster -- up` */
import { CommandFailure, wholeNumber, type Command } from '@wellspring/command';
import { kubeconfigFile, maxNodes } from './layout.ts';
import { removeCluster } from './remains.ts';
import { requireAbleMachine } from './requirements.ts';
import { startCluster } from './start.ts';
import { readState, requireNoCluster } from './state.ts';

export function addUp(program: Command): void {
  program
    .command('up')
    .description('start a real cluster on this machine, with nodes that are network namespaces (needs root)')
    .option('--nodes <number>', 'machines that run pods', wholeNumber({ min: 1, max: maxNodes }), 3)
    .option('--dry-run', 'only say whether this machine can have one', false)
    .action(up);
}

async function up({ nodes, dryRun }: { nodes: number; dryRun: boolean }): Promise<void> {
  requireAbleMachine();
  if (dryRun) {
    console.log('This machine can have a local cluster.');
    return;
  }
  const before = readState();
  if (before?.phase === 'up' && before.nodes !== nodes) {
    throw new CommandFailure(
      `There is a local cluster already, of ${before.nodes} nodes. To end it: npm run cluster -- down`,
    );
  }
  if (before?.phase !== 'up') {
    requireNoCluster();
    // Whoever was starting one before may have been cut short.
    await removeCluster();
    const startedMs = performance.now();
    const onProgress = (done: string): void => {
      console.log(`${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(5)} s  ${done}`);
    };
    await startCluster({ nodes, onProgress });
  }
  console.log(`The cluster is up: export KUBECONFIG=${kubeconfigFile}`);
}
