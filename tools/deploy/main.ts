/** `npm run deploy -- <command> --env=<environment>`; see docs/deployment.md. */
import { join } from 'node:path';
import {
  command,
  type Command,
  CommandFailure,
  describeError,
  isConfirmed,
  Misuse,
  Option,
  runCommand,
} from '@wellspring/command';
import { readTopology } from '../topology/topology.ts';
import { writeChartSchemas } from './chart-schema.ts';
import { writeChartTopologies } from './chart-topology.ts';
import { Deployer } from './commands.ts';
import type { DeploymentResult, Insistence } from './deployment.ts';
import { firewallFlows } from './firewall.ts';
import { writeJsonSchemas } from './json-schemas.ts';
import { isEmptyPlan, type ServicePlan } from './plan.ts';
import { describePlan, progressTo, table } from './progress.ts';
import { readLock, writeLock, type Lock } from './release-lock.ts';
import { chartVersion, resolveCommit } from './source.ts';
import { hasDrift } from './status.ts';

const help = `
What runs in an environment is what its release.lock.yaml names (docs/deployment.md). At a terminal the plan is shown and
asked about.

Exit statuses
  0 done, or as locked    1 a service failed or was taken back; status: not as locked    2 nothing could be tried
  64 called wrongly`;

/** Nothing in the cluster was touched. */
const couldNotTry = 2;

interface Options extends Insistence {
  env: string;
  service: string[];
  yes: boolean;
  json: boolean;
}

type Target = Pick<Options, 'env' | 'service' | 'json'>;

const root = process.cwd();
let progress = progressTo(process.stdout);

const program = command('deploy', 'Brings an environment to what its lock says: without a command, apply.');
program.addHelpText('after', help);
targeted(program.command('plan'), 'what would change, without changing it').action(
  verb<Target>(async (deployer, options) => {
    show(options, await showPlan(deployer, deployer.lock()));
    return 0;
  }),
);
confirmed(targeted(program.command('apply'), 'plan, then deploy what the lock says')).action(
  verb<Options>(async (deployer, options) => {
    const plans = await showPlan(deployer, deployer.lock());
    return applyPlans(deployer, plans, deployer.lock(), options);
  }),
);
targeted(program.command('status'), 'the lock against the cluster; exit status 1 when they differ').action(
  verb(status),
);
confirmed(targeted(program.command('rollback'), 'plan and deploy the lock as it was at a commit'))
  .requiredOption('--to <commit>', 'of release.lock.yaml: git log shows them')
  .action(verb(rollback));
targeted(program.command('firewall'), 'every flow: from, to, port, why').action(firewall);
targeted(program.command('lock'), 'write what is to run')
  .requiredOption('--digest <digest>', 'of the image: sha256:…')
  .option('--commit <commit>', 'whose chart and values', 'HEAD')
  .action(lock);
program
  .command('generate')
  .description('bring what is derived from service.yaml, settings and schemas up to date')
  .addOption(json())
  .action(generate);

await runCommand(program, { otherwise: 'apply' });

function targeted(command: Command, summary: string): Command {
  return command
    .description(summary)
    .requiredOption('--env <environment>', 'as in staging')
    .option('--service <name>', 'only this one; may be repeated', (name, names: string[]) => [...names, name], [])
    .addOption(json());
}

function confirmed(command: Command): Command {
  return command
    .option('--yes', 'do not ask', false)
    .option('--again <why>', 'deploy an image that was taken back before; the reason is kept in the history')
    .option('--recover', 'bring back what a deployment left half-way, without waiting until Helm would have given up');
}

function json(): Option {
  return new Option('--json', 'the result as JSON on stdout, progress on stderr').default(false);
}

/** What it takes to look at an environment, for one command. */
function verb<T extends Target>(
  work: (deployer: Deployer, options: T) => Promise<number>,
): (options: T) => Promise<void> {
  return async (options) => {
    if (options.json) progress = progressTo(process.stderr);
    try {
      const deployer = new Deployer({ root, environment: options.env, services: options.service }, progress);
      try {
        process.exitCode = await work(deployer, options);
      } finally {
        deployer.close();
      }
    } catch (error) {
      throw new CommandFailure(describeError(error), couldNotTry);
    }
  };
}

async function showPlan(deployer: Deployer, locked: Lock): Promise<ServicePlan[]> {
  const plans = await deployer.plan(locked);
  progress.line(`Plan for ${deployer.environment.name} (namespace ${deployer.environment.namespace}):\n`);
  for (const plan of plans) progress.line(describePlan(plan));
  const changing = plans.filter((plan) => !isEmptyPlan(plan)).length;
  progress.line(`\n${changing} of ${plans.length} services change.\n`);
  return plans;
}

async function applyPlans(deployer: Deployer, plans: ServicePlan[], locked: Lock, options: Options): Promise<number> {
  if (plans.every(isEmptyPlan)) {
    show(options, await deployer.apply(plans, locked));
    return 0;
  }
  if (!options.yes && !(await isConfirmed(`Deploy this to ${deployer.environment.name}?`))) {
    progress.line('Nothing was done.');
    return 1;
  }
  const results = await deployer.apply(plans, locked, options);
  progress.line('');
  for (const each of results) progress.line(describeResult(each));
  show(options, results);
  return results.every(({ outcome }) => outcome === 'deployed' || outcome === 'unchanged') ? 0 : 1;
}

async function rollback(deployer: Deployer, options: Options & { to: string }): Promise<number> {
  const target = deployer.lockAt(options.to);
  const plans = await showPlan(deployer, target);
  const code = await applyPlans(deployer, plans, target, options);
  if (code !== 0) return code;
  const changed = deployer.keepLock(target);
  if (changed.length > 0) progress.line(`The lock now says so too (${changed.join(', ')}): commit it.`);
  return 0;
}

async function status(deployer: Deployer, options: Target): Promise<number> {
  const statuses = await deployer.status();
  progress.line(
    table(statuses.map(({ service, state, pods, revision, since }) => ({ service, state, pods, revision, since }))),
  );
  for (const { state, details } of statuses) {
    if (details && state !== 'as locked') progress.line(`\n${describePlan(details)}`);
  }
  show(options, statuses);
  return hasDrift(statuses) ? 1 : 0;
}

function firewall(options: Target): void {
  const flows = firewallFlows(root, options.env, readTopology(root));
  const wanted = flows.filter(
    ({ from, to }) =>
      options.service.length === 0 ||
      options.service.some((name) => from.endsWith(` ${name}`) || to.endsWith(` ${name}`)),
  );
  if (!options.json) progress.line(table(wanted.map((flow) => ({ ...flow }))));
  show(options, wanted);
}

function lock(options: Target & { digest: string; commit: string }): void {
  const { env, service: services, digest } = options;
  const [service, ...more] = services;
  if (service === undefined || more.length > 0) throw new Misuse('lock takes one --service <name>');
  if (options.json) progress = progressTo(process.stderr);
  const commit = resolveCommit(root, options.commit);
  const chart = chartVersion(join(root, 'deploy/charts', service));
  const before = readLock(root, env);
  writeLock(root, env, { services: { ...before.services, [service]: { digest, chart, commit } } });
  const written = readLock(root, env).services[service];
  progress.line(`${env}: ${service} is now ${JSON.stringify(written)}`);
  show(options, written);
}

async function generate(options: Pick<Options, 'json'>): Promise<void> {
  if (options.json) progress = progressTo(process.stderr);
  const apps = readTopology(root);
  const files = [
    ...writeChartTopologies(root, apps),
    ...(await writeChartSchemas(root, apps)),
    ...writeJsonSchemas(root),
  ];
  progress.line(files.length === 0 ? 'Everything was up to date.' : `Written: ${files.join(', ')}`);
  show(options, files);
}

function show({ json: asked }: Pick<Options, 'json'>, value: unknown): void {
  if (asked) console.log(JSON.stringify(value, null, 2));
}

function describeResult({ service, outcome, reasons }: DeploymentResult): string {
  return [`${service}: ${outcome}`, ...reasons.map((reason) => `    ${reason.replaceAll('\n', '\n    ')}`)].join('\n');
}
