/** `npm start` */
import { runCommand } from '@wellspring/command';
import { startCommand } from './start-command.ts';

await runCommand(startCommand('start', 'Builds everything and runs it on this machine until Ctrl-C.', false));
