/** `npm run deploy -- <command> --env=<environment>`; see docs/deployment.md. */
import { parseArgs } from 'node:util';
import { createInterface } from 'node:readline/promises';
import { join } from 'node:path';
import { readTopology } from '../stack/topology.ts';
import { writeChartTopologies } from './chart-topology.ts';
import { Deployer } from './commands.ts';
import { messageOf, type DeploymentResult } from './deployment.ts';
import { firewallFlows } from './firewall.ts';
import { writeJsonSchemas } from './json-schemas.ts';
import { isEmptyPlan, type ServicePlan } from './plan.ts';
import { describePlan, progressTo, table } from './progress.ts';
import { readLock, writeLock, type Lock } from './release-lock.ts';
import { chartVersion, resolveCommit } from './source.ts';
import { hasDrift } from './status.ts';

const usage = `npm run deploy -- [command] --env=<environment> [options]

  plan                   what would change, without changing it
  apply                  plan, then deploy what the lock says (the default)
  status                 the lock against the cluster; exit 1 when they differ
  rollback --to <commit> plan and deploy the lock as it was at a commit
  firewall               every flow: from, to, port, why
  lock                   write what is to run: --service --digest [--commit, default HEAD]
  generate               bring what is derived from service.yaml and the schemas up to date

  --service <name>       only this one; may be repeated
  --yes                  do not ask
  --json                 the result as JSON on stdout, progress on stderr`;

const root = process.cwd();
const { positionals, values: options } = readOptions();
const command = positionals[0] ?? 'apply';
const progress = progressTo(options.json ? process.stderr : process.stdout);

try {
  process.exitCode = options.help ? help() : await run();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 2;
}

async function run(): Promise<number> {
  switch (command) {
    case 'generate':
      return generate();
    case 'firewall':
      return firewall();
    case 'lock':
      return lock();
    case 'plan':
    case 'apply':
    case 'status':
    case 'rollback':
      return withDeployer(command);
    default:
      throw new Error(`There is no command "${command}".\n\n${usage}`);
  }
}

async function withDeployer(verb: 'plan' | 'apply' | 'status' | 'rollback'): Promise<number> {
  const deployer = new Deployer({ root, environment: environment(), services: options.service }, progress);
  try {
    if (verb === 'status') return await status(deployer);
    if (verb === 'rollback') return await rollback(deployer);
    const plans = await showPlan(deployer, deployer.lock());
    if (verb === 'plan') return result(plans, 0);
    return await applyPlans(deployer, plans, deployer.lock());
  } finally {
    deployer.close();
  }
}

async function showPlan(deployer: Deployer, locked: Lock): Promise<ServicePlan[]> {
  const plans = await deployer.plan(locked);
  progress.line(`Plan for ${deployer.environment.name} (namespace ${deployer.environment.namespace}):\n`);
  for (const plan of plans) progress.line(describePlan(plan));
  const changing = plans.filter((plan) => !isEmptyPlan(plan)).length;
  progress.line(`\n${changing} of ${plans.length} services change.\n`);
  return plans;
}

async function applyPlans(deployer: Deployer, plans: ServicePlan[], locked: Lock): Promise<number> {
  if (plans.every(isEmptyPlan)) return result(await deployer.apply(plans, locked), 0);
  if (!(await isConfirmed(`Deploy this to ${deployer.environment.name}?`))) {
    progress.line('Nothing was done.');
    return 1;
  }
  const results = await deployer.apply(plans, locked);
  progress.line('');
  for (const each of results) progress.line(describeResult(each));
  return result(results, results.every(({ outcome }) => outcome === 'deployed' || outcome === 'unchanged') ? 0 : 1);
}

async function rollback(deployer: Deployer): Promise<number> {
  if (options.to === undefined) throw new Error('rollback needs --to <commit>: see git log on release.lock.yaml');
  const target = deployer.lockAt(options.to);
  const plans = await showPlan(deployer, target);
  const code = await applyPlans(deployer, plans, target);
  if (code !== 0) return code;
  const changed = deployer.keepLock(target);
  if (changed.length > 0) progress.line(`The lock now says so too (${changed.join(', ')}): commit it.`);
  return 0;
}

async function status(deployer: Deployer): Promise<number> {
  const statuses = await deployer.status();
  progress.line(
    table(statuses.map(({ service, state, pods, revision, since }) => ({ service, state, pods, revision, since }))),
  );
  for (const { state, details } of statuses) {
    if (details && state !== 'as locked') progress.line(`\n${describePlan(details)}`);
  }
  return result(statuses, hasDrift(statuses) ? 1 : 0);
}

function firewall(): number {
  const flows = firewallFlows(root, environment(), readTopology(root));
  const wanted = flows.filter(
    ({ from, to }) =>
      options.service.length === 0 ||
      options.service.some((name) => from.endsWith(` ${name}`) || to.endsWith(` ${name}`)),
  );
  if (!options.json) progress.line(table(wanted.map((flow) => ({ ...flow }))));
  return result(wanted, 0);
}

function lock(): number {
  const [service, ...more] = options.service;
  if (service === undefined || more.length > 0 || options.digest === undefined) {
    throw new Error('lock needs --service <name> and --digest sha256:…');
  }
  const commit = resolveCommit(root, options.commit);
  const chart = chartVersion(join(root, 'deploy/charts', service));
  const { services } = readLock(root, environment());
  writeLock(root, environment(), { services: { ...services, [service]: { digest: options.digest, chart, commit } } });
  // Reading it back checks what was given.
  const written = readLock(root, environment()).services[service];
  progress.line(`${environment()}: ${service} is now ${JSON.stringify(written)}`);
  return result(written, 0);
}

function generate(): number {
  const files = [...writeChartTopologies(root, readTopology(root)), ...writeJsonSchemas(root)];
  progress.line(files.length === 0 ? 'Everything was up to date.' : `Written: ${files.join(', ')}`);
  return result(files, 0);
}

function help(): number {
  console.log(usage);
  return 0;
}

function environment(): string {
  if (options.env === undefined) throw new Error(`--env is missing.\n\n${usage}`);
  return options.env;
}

function result(value: unknown, code: number): number {
  if (options.json) console.log(JSON.stringify(value, null, 2));
  return code;
}

/** Somebody at a terminal is asked; a pipeline has had its approval and reads the plan in its log. */
async function isConfirmed(question: string): Promise<boolean> {
  if (options.yes || !process.stdin.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Only "yes" is taken for one: `)).trim() === 'yes';
  } finally {
    terminal.close();
  }
}

function describeResult({ service, outcome, reasons }: DeploymentResult): string {
  return [`${service}: ${outcome}`, ...reasons.map((reason) => `    ${reason.replaceAll('\n', '\n    ')}`)].join('\n');
}

function readOptions(): {
  positionals: string[];
  values: {
    env?: string | undefined;
    to?: string | undefined;
    digest?: string | undefined;
    commit: string;
    service: string[];
    yes: boolean;
    json: boolean;
    help: boolean;
  };
} {
  return parseArgs({
    allowPositionals: true,
    options: {
      env: { type: 'string' },
      to: { type: 'string' },
      digest: { type: 'string' },
      commit: { type: 'string', default: 'HEAD' },
      service: { type: 'string', multiple: true, default: [] },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
}
