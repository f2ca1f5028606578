/** `npm run payments`: payments that need a person. */
import { runDecisions } from '../decisions/run-decisions.ts';
import { payments } from './payment.ts';

await runDecisions(payments);
