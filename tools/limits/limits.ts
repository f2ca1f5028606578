/** `npm run limits`: changes of spending limits that need a person. */
import { runDecisions } from '../decisions/run-decisions.ts';
import { limits } from './limit.ts';

await runDecisions(limits);
