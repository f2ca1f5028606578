/** `npm run cluster -- first-start` and `npm run cluster -- file`: what a machine is given, with the secrets in it. */
import { readFileSync } from 'node:fs';
import { CommandFailure, type Command } from '@wellspring/command';
import { parse } from 'yaml';
import { readSite } from './description/read-site.ts';
import { namesOfSecrets, secretsSchema, type Secrets } from './description/secrets.ts';
import type { Machine, Site } from './description/site.ts';
import { flowsOf } from './generate.ts';
import { machineFiles } from './machine/machine-files.ts';
import { userDataText } from './machine/user-data.ts';

interface Target {
  site: string;
  machine: string;
}

export function addShow(program: Command): void {
  target(program.command('first-start'))
    .description("a machine's user-data for cloud-init, with its secrets in it: for the machine alone, never for Git")
    .requiredOption('--secrets <file>', 'decrypted; - is standard input, as in sops --decrypt … | …')
    .option('--join-token <token>', 'a new one (kubeadm token create), once the first is a day old')
    .action(firstStart);
  target(program.command('file'))
    .description('one file of a machine as it is to be, without secrets')
    .argument('<path>', 'as in /etc/nftables.conf')
    .action(file);
}

function target(command: Command): Command {
  return command
    .requiredOption('--site <site>', 'a folder of deploy/cluster')
    .requiredOption('--machine <name>', 'as in cluster.yaml');
}

function firstStart({ secrets: file, joinToken, ...named }: Target & { secrets: string; joinToken?: string }): void {
  const { site, machine } = find(named);
  const secrets = readSecrets(file);
  const current = joinToken === undefined ? secrets : { ...secrets, joinToken };
  process.stdout.write(userDataText(site, machine, flowsOf(process.cwd(), site), current));
}

function file(path: string, named: Target): void {
  const { site, machine } = find(named);
  const files = machineFiles(site, machine, flowsOf(process.cwd(), site), namesOfSecrets);
  const found = files.find((each) => each.path === path);
  if (!found)
    throw new CommandFailure(`${machine.name} has no ${path}. It has:\n${files.map((each) => each.path).join('\n')}`);
  process.stdout.write(found.content);
}

function find({ site: name, machine: wanted }: Target): { site: Site; machine: Machine } {
  const site = readSite(process.cwd(), name);
  const machine = site.machines.find((each) => each.name === wanted);
  if (machine) return { site, machine };
  const names = site.machines.map((each) => each.name).join(', ');
  throw new CommandFailure(`There is no machine "${wanted}" in ${name}. There are: ${names}`);
}

/** @throws CommandFailure naming every field that is wrong, and no value */
function readSecrets(file: string): Secrets {
  const result = secretsSchema.safeParse(parse(readFileSync(file === '-' ? 0 : file, 'utf8')));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || '(file)'}: ${message}`);
  throw new CommandFailure(`${file === '-' ? 'standard input' : file}:\n${problems.join('\n')}`);
}
