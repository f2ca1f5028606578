/** `npm run test:charts`: what Helm makes of the charts in every environment. */
import { runTests } from './run-tests.ts';

runTests('chart', ['helm', 'kubeconform', 'schemas']);
