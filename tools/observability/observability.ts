/** `npm run observability -- <command> --env=<environment>`; see docs/observability.md. */
import { command, type Command, CommandFailure, isConfirmed, Misuse, runCommand } from '@wellspring/command';
import { workspaceRoot } from '../topology/topology.ts';
import { learnChart } from './charts/makers-charts.ts';
import { describePlan } from './describe-plan.ts';
import { writeEcsTemplate } from './elasticsearch/ecs-template.ts';
import { writeGenerated } from './grafana/generated.ts';
import type { ObservedSystem } from './observed-system.ts';
import { applyPlan, changing, planOf, type SystemPlan } from './plan.ts';
import { writeReadmes } from './readmes/readmes.ts';
import { observedSystems } from './systems.ts';

interface Target {
  env: string;
  system: string[];
}

const program = command(
  'observability',
  'Brings the systems for logs and metrics of an environment to what deploy/observability says.',
);
program.addHelpText(
  'after',
  `
Where the systems are is in deploy/environments/<env>/environment.yaml; passwords and tokens come from the environment of
this command (docs/observability.md names the variables).

Exit statuses
  0 done, or as described    1 it failed; status: not as described    64 called wrongly`,
);
targeted(program.command('plan'), 'what would change, without changing it').action(async (target: Target) => {
  await showPlans(systemsOf(target));
});
targeted(program.command('apply'), 'plan, then change it').option('--yes', 'do not ask', false).action(apply);
targeted(program.command('status'), 'exit status 1 when something is not as described').action(
  async (target: Target) => {
    const plans = await showPlans(systemsOf(target));
    if (plans.some((plan) => changing(plan).length > 0)) process.exitCode = 1;
  },
);

program
  .command('generate')
  .description('bring dashboards, rules, templates and READMEs up to date with what is measured and logged')
  .action(async () => {
    const files = [
      ...writeGenerated(workspaceRoot),
      ...writeEcsTemplate(workspaceRoot),
      ...(await writeReadmes(workspaceRoot)),
    ];
    console.log(files.length === 0 ? 'Everything was up to date.' : `Written: ${files.join(', ')}`);
  });

program
  .command('learn-chart')
  .description("write down which values a maker's chart takes")
  .argument('<folder>', 'the chart, as "helm pull --untar" leaves it')
  .action((folder: string) => {
    console.log(`Written: ${learnChart(workspaceRoot, folder)}`);
  });

await runCommand(program);

function targeted(subcommand: Command, summary: string): Command {
  return subcommand
    .description(summary)
    .requiredOption('--env <environment>', 'as in staging')
    .option('--system <name>', 'only this one; may be repeated', (name, names: string[]) => [...names, name], []);
}

async function apply(target: Target & { yes: boolean }): Promise<void> {
  const plans = await showPlans(systemsOf(target));
  const wanted = plans.filter((plan) => changing(plan).length > 0);
  if (wanted.length === 0) return;
  if (!target.yes && !(await isConfirmed(`Change this in ${target.env}?`))) {
    throw new CommandFailure('Nothing was done.');
  }
  for (const plan of wanted) {
    await applyPlan(plan);
    console.log(`${plan.system.name}: done, ${changing(plan).length} changed`);
  }
}

async function showPlans(systems: ObservedSystem[]): Promise<SystemPlan[]> {
  const plans: SystemPlan[] = [];
  for (const system of systems) {
    const plan = await planOf(system);
    console.log(describePlan(plan));
    plans.push(plan);
  }
  return plans;
}

function systemsOf({ env, system: names }: Target): ObservedSystem[] {
  const systems = observedSystems({ root: workspaceRoot, environment: env, secrets: process.env });
  const known = systems.map(({ name }) => name.toLowerCase());
  const unknown = names.filter((name) => !known.includes(name.toLowerCase()));
  if (unknown.length > 0) throw new Misuse(`${env} has no ${unknown.join(', ')}. It has: ${known.join(', ')}`);
  return systems.filter(
    ({ name }) => names.length === 0 || names.some((each) => each.toLowerCase() === name.toLowerCase()),
  );
}
