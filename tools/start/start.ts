/** `npm start` */
import { runCommand } from '@wellspring/command';
import { startCommand } from '../stack/start-command.ts';
import { startBreakable } from './start-breakable.ts';

const summary = 'Builds everything and runs it on this machine until Ctrl-C.';
await runCommand(startCommand('start', summary, { watches: false, startBreakable }));
