/** `npm run observability:set-up`: gets the real programs that `npm run test:observability` runs. */
import { existsSync } from 'node:fs';
import { command, runCommand } from '@wellspring/command';
import { toolsFolder } from '../cluster/tools-folder.ts';
import { programs } from './programs.ts';

const program = command(
  'observability:set-up',
  `Gets the real programs that the tests of logs and metrics need, into ${toolsFolder()}.\nWhat is there is left alone.`,
)
  .argument('[programs...]', `without: all of ${programs.map(({ name }) => name).join(', ')}`)
  .action(setUp);

await runCommand(program);

function setUp(asked: string[]): void {
  for (const { name, path, make } of programs) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(existsSync(path) ? `${name}: there` : `${name}: getting it …`);
    if (!existsSync(path)) make();
  }
}
