/** `npm run cluster -- <command>`: each command is in a file of its own and adds itself. */
import { command, runCommand } from '@wellspring/command';
import { addDown } from '../cluster/local/down.ts';
import { addStatus } from '../cluster/local/status.ts';
import { addUp } from '../cluster/local/up.ts';
import { addCheck } from './check-command.ts';
import { addGenerate } from './generate-command.ts';
import { addPlan } from './plan-command.ts';
import { addSecrets } from './secrets-command.ts';
import { addShow } from './show-command.ts';
import { addVerify } from './verify-command.ts';

const program = command('cluster', 'Kubernetes on machines of our own.');
addUp(program);
addDown(program);
addStatus(program);
addGenerate(program);
addShow(program);
addSecrets(program);
addVerify(program);
addCheck(program);
addPlan(program);

await runCommand(program);
