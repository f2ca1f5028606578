/** `npm run changes`: changes of products that need a person. */
import { runDecisions } from '../decisions/run-decisions.ts';
import { changes } from './change.ts';

await runDecisions(changes);
