/** `npm run test:cluster`: deployments to a real API server. */
import { runTests } from './run-tests.ts';

runTests('cluster', ['helm', 'etcd', 'kube-apiserver', 'kube-controller-manager']);
