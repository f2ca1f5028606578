/** `npm run test:cluster` */
import { missingRequirements } from './local/requirements.ts';
import { runTests } from './run-tests.ts';

await runTests(
  kindsHere,
  'test:cluster',
  'Deployments to a real API server and, where the machine can have one, to a whole cluster with nodes.',
  ['helm', 'etcd', 'kube-apiserver', 'kube-controller-manager'],
);

/** `cluster`: an API server is enough. `nodes`: pods have to run. */
function kindsHere(): string[] {
  const missing = missingRequirements();
  if (missing.length === 0) return ['cluster', 'nodes'];
  console.error(`SKIPPED, what needs nodes that run pods. This machine has not:\n  ${missing.join('\n  ')}`);
  return ['cluster'];
}
