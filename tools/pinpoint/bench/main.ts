/** `npm run bench:pinpoint`: the score sheet. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { command, runCommand } from '@wellspring/command';
import { build } from '../../stack/build.ts';
import { workspaceRoot } from '../../topology/topology.ts';
import { cases } from './cases.ts';
import { collect } from './collect.ts';

const recordings = join(workspaceRoot, 'apps/pinpoint/recordings');

const program = command('bench:pinpoint', 'Plays faults on the real system, and says how soon their cause is named.');
program
  .command('collect')
  .description('start the system and play cases, each at a random moment; a recording is kept of each')
  .argument('[cases...]', `of: ${Object.keys(cases).join(', ')}; all when none is named`)
  .option('--into <folder>', 'where recordings are put', recordings)
  .option('--no-build', 'take the apps as they are built')
  .action(async (names: string[], { into, build: wanted }: { into: string; build: boolean }) => {
    if (wanted) await build();
    await collect({
      names: names.length > 0 ? names : Object.keys(cases),
      folder: into,
      say: (text) => {
        console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);
      },
    });
  });

program
  .command('score')
  .description('judge every recording again, by the rules as they are now, and print the table')
  .argument('[folder]', 'of recordings', recordings)
  .action((folder: string) => {
    const script = join(workspaceRoot, 'apps/pinpoint/bench/score.ts');
    // The service's own sources, which have more of TypeScript than Node only strips.
    const flags = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
    const { status } = spawnSync(process.execPath, [...flags, script, folder], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  });

await runCommand(program);
