/** `npm run cluster -- generate` */
import { CommandFailure, type Command } from '@wellspring/command';
import { readSite, siteNames } from './description/read-site.ts';
import { misfits } from './fit.ts';
import { carryOut, staleFiles, staleSchema } from './generate.ts';

export function addGenerate(program: Command): void {
  program
    .command('generate')
    .description('bring what is derived from cluster.yaml up to date: first starts, firewalls, add-ons')
    .option('--site <site>', 'a folder of deploy/cluster; without: all')
    .option('--check', 'write nothing; exit status 1 when something is out of date')
    .action(generate);
}

function generate({ site, check }: { site?: string; check?: true }): void {
  const root = process.cwd();
  const sites = (site === undefined ? siteNames(root) : [site]).map((name) => readSite(root, name));
  const unfit = sites.flatMap((each) => misfits(root, each));
  if (unfit.length > 0) throw new CommandFailure(unfit.join('\n'));
  const changes = [...staleSchema(root), ...sites.flatMap((each) => staleFiles(root, each))];
  const told = changes.map(({ file, text }) => `${text === undefined ? '-' : '~'} ${file}`).join('\n');
  if (changes.length === 0) console.log('Everything was up to date.');
  else if (check) throw new CommandFailure(`Out of date (npm run cluster -- generate):\n${told}`);
  else {
    carryOut(root, changes);
    console.log(told);
  }
}
