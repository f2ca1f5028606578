/** `npm run dev` */
import { runCommand } from '@wellspring/command';
import { startCommand } from '../stack/start-command.ts';
import { startBreakable } from './start-breakable.ts';

const summary = 'Builds everything and runs it until Ctrl-C, rebuilding and restarting what changes.';
await runCommand(startCommand('dev', summary, { watches: true, startBreakable }));
