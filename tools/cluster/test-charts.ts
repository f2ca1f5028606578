/** `npm run test:charts` */
import { runTests } from './run-tests.ts';

await runTests(() => ['chart'], 'test:charts', 'What Helm makes of the charts in every environment.', [
  'helm',
  'kubeconform',
  'schemas',
]);
