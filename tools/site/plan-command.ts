/** `npm run cluster -- plan` */
import { CommandFailure, type Command } from '@wellspring/command';
import { clusterConfig, readClusterState } from './check/cluster-state.ts';
import { readSite } from './description/read-site.ts';
import { stepsTo } from './plan/steps.ts';

export function addPlan(program: Command): void {
  program
    .command('plan')
    .description('what brings the cluster to its description: machines to add, to upgrade, to remove, one at a time')
    .requiredOption('--site <site>', 'a folder of deploy/cluster')
    .option('--context <name>', 'of the kubeconfig; without: the name of the site')
    .option('--replace <machine>', 'one that is to be built again: it leaves the cluster first')
    .action(plan);
}

async function plan({
  site: name,
  context = name,
  replace,
}: {
  site: string;
  context?: string;
  replace?: string;
}): Promise<void> {
  const site = readSite(process.cwd(), name);
  if (replace !== undefined && !site.machines.some((machine) => machine.name === replace)) {
    throw new CommandFailure(`There is no machine "${replace}" in ${name}.`);
  }
  const steps = stepsTo(site, await readClusterState(clusterConfig(context)), replace);
  if (steps.length === 0) console.log('Nothing is to do: the machines are as described.');
  steps.forEach(({ what, commands }, index) => {
    console.log(`${index + 1}. ${what}\n${commands.map((command) => `     ${command}`).join('\n')}`);
  });
}
