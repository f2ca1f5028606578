/** `npm run test:cluster` */
import { runTests } from './run-tests.ts';

await runTests('cluster', 'test:cluster', 'Deployments to a real API server.', [
  'helm',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
]);
