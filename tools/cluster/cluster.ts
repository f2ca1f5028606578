/** `npm run cluster -- <command>`: each command is in a file of its own and adds itself. */
import { command, runCommand } from '@wellspring/command';
import { addStatus } from './local/status.ts';

const program = command('cluster', 'Kubernetes on machines of our own.');
addStatus(program);

await runCommand(program);
