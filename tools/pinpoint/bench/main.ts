/** `npm run bench:pinpoint`: the score sheet. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { aNumber, command, Misuse, runCommand } from '@wellspring/command';
import { endsWithUs } from '@wellspring/testing/processes';
import { build } from '../../stack/build.ts';
import { workspaceRoot } from '../../topology/topology.ts';
import { cases } from './cases.ts';
import { collect } from './collect.ts';
import { type Plan, planFor, planInWords } from './plan.ts';

const sheet = join(workspaceRoot, '.wellspring/score-sheet');

interface Options {
  only: string[];
  runs: number;
  into: string;
  build: boolean;
  plan: boolean;
}

const program = command('bench:pinpoint', 'Plays faults on the real system, and says how soon their cause is named.');
program
  .command('play')
  .description('start the system, play what is missing of a sheet, each at a random moment, and print the table')
  .option('--only <names>', 'cases or classes, separated by commas; else all', listOf, [])
  .option('--runs <n>', 'how often each case is to be there', aNumber({ min: 1, max: 1_000 }), 1)
  .option('--into <folder>', 'where recordings are put, and those of earlier sittings are', sheet)
  .option('--plan', 'only say what is missing and how long it takes', false)
  .option('--no-build', 'take the apps as they are built')
  .action(async ({ only, runs, into, plan: onlyPlan, build: wanted }: Options) => {
    const plan = planned(only, runs, into);
    console.log(planInWords(plan));
    if (onlyPlan) return;
    if (plan.missing.length > 0) {
      if (wanted) await build();
      await collect({
        names: plan.missing,
        folder: into,
        say: (text) => {
          console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);
        },
      });
    }
    await score(into);
  });

program
  .command('score')
  .description('judge every recording again, by the rules as they are now, and print the table')
  .argument('[folder]', 'of recordings', sheet)
  .action(score);

program
  .command('cases')
  .description('print every case and its class')
  .action(() => {
    for (const [name, { of }] of Object.entries(cases)) console.log(`${name.padEnd(32)}${of}`);
  });

await runCommand(program);

function listOf(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

function planned(only: string[], runs: number, folder: string): Plan {
  try {
    return planFor(only, runs, folder);
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

async function score(folder: string): Promise<void> {
  const script = join(workspaceRoot, 'apps/pinpoint/bench/score.ts');
  // The service's own sources, which have more of TypeScript than Node only strips.
  const flags = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
  const child = endsWithUs(spawn(process.execPath, [...flags, script, folder], { stdio: 'inherit' }));
  await once(child, 'close');
  process.exitCode = child.exitCode ?? 1;
}
