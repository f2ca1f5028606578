/** `npm run cluster -- check` */
import { CommandFailure, type Command } from '@wellspring/command';
import { certificateDifferences, certificatesOf } from './check/certificates.ts';
import { clusterConfig, readClusterState } from './check/cluster-state.ts';
import { differences } from './check/differences.ts';
import { machineDifferences } from './check/machines.ts';
import { readSite } from './description/read-site.ts';
import { flowsOf, staleFiles } from './generate.ts';
import { expectationsOf } from './machine/expectations.ts';

const parts = ['files', 'cluster', 'certificates', 'machines'] as const;
type Part = (typeof parts)[number];

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('is everything as described? Shows what is not; exit status 1 when there is any')
    .requiredOption('--site <site>', 'a folder of deploy/cluster')
    .option('--context <name>', 'of the kubeconfig; without: the name of the site')
    .option('--only <part>', `one of ${parts.join(', ')}; may be repeated`, (part, all: string[]) => [...all, part], [])
    .action(check);
}

async function check({
  site: name,
  context = name,
  only,
}: {
  site: string;
  context?: string;
  only: string[];
}): Promise<void> {
  const site = readSite(process.cwd(), name);
  const unknown = only.filter((part) => !parts.some((each) => each === part));
  if (unknown.length > 0) throw new CommandFailure(`${unknown.join(', ')}: there are ${parts.join(', ')}`, 64);
  const flows = flowsOf(process.cwd(), site);
  const looks: Record<Part, () => Promise<string[]> | string[]> = {
    files: () =>
      staleFiles(process.cwd(), site).map(({ file }) => `${file}: is out of date (npm run cluster -- generate)`),
    cluster: async () => differences(site, await readClusterState(clusterConfig(context)), new Date()),
    certificates: () => certificateDifferences(certificatesOf(site), new Date()),
    machines: async () => {
      const answers = site.machines.map((machine) => machineDifferences(machine, expectationsOf(site, machine, flows)));
      return (await Promise.all(answers)).flat();
    },
  };
  const found: string[] = [];
  for (const part of parts.filter((each) => only.length === 0 || only.includes(each))) {
    const drift = await looks[part]();
    console.log(
      drift.length === 0 ? `${part}: as described` : `${part}:\n${drift.map((line) => `  ${line}`).join('\n')}`,
    );
    found.push(...drift);
  }
  if (found.length > 0) throw new CommandFailure(`${found.length} differences.`);
}
