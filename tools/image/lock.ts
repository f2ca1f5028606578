/**
 * `npm run lock -- --env=staging`: writes what has just been pushed into the environment's lock, for every service whose
 * image, chart or values are others than those locked.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, runCommand } from '@wellspring/command';
import { z } from 'zod';
import { deployed } from '../deploy/chart-topology.ts';
import { changedServices, lockFile, readLock, writeLock, type LockedRelease } from '../deploy/release-lock.ts';
import { chartVersion, releasePaths } from '../deploy/source.ts';
import { readTopology, workspaceRoot } from '../topology/topology.ts';
import { imageFolder } from './image.ts';

const pushed = z.looseObject({ digest: z.string() });

interface Options {
  env: string;
  from?: string;
  commit?: boolean;
}

const program = command(
  'lock',
  "Writes what has just been pushed into an environment's lock, for every service whose image, chart or values changed.",
)
  .requiredOption('--env <environment>', 'whose lock it is, as in staging')
  .option('--from <environment>', 'take what this one runs, in place of what was pushed')
  .option('--commit', 'commit the lock')
  .action(lock);

await runCommand(program);

function lock({ env: environment, from, commit }: Options): void {
  const before = readLock(workspaceRoot, environment);
  const after = from
    ? readLock(workspaceRoot, from)
    : {
        services: Object.fromEntries(
          services().map((name) => [name, release(name, environment, before.services[name])]),
        ),
      };
  const changed = changedServices(before, after);
  if (changed.length === 0) {
    console.log(`${lockFile(environment)}: nothing to change`);
    return;
  }
  writeLock(workspaceRoot, environment, after);
  console.log(`${lockFile(environment)}: ${changed.join(', ')}`);
  if (commit) {
    git('add', '--', lockFile(environment));
    git('commit', '--quiet', '--message', `chore(deploy): ${environment} is to run ${changed.join(', ')} anew`);
  }
}

function services(): string[] {
  return deployed(readTopology()).map(({ name }) => name);
}

/** What is to run: what was pushed, with the chart and values of this commit, unless all of that is locked already. */
function release(name: string, environment: string, locked: LockedRelease | undefined): LockedRelease {
  const file = join(imageFolder(name), 'image.json');
  const found = existsSync(file) ? pushed.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  if (!found?.success) throw new Error(`${name} has not been pushed: run "npx nx run-many -t push" first`);
  const { digest } = found.data;
  if (locked?.digest === digest && !isDeployedOtherwise(name, environment, locked.commit)) return locked;
  return { digest, chart: chartVersion(join(workspaceRoot, 'deploy/charts', name)), commit: git('rev-parse', 'HEAD') };
}

function isDeployedOtherwise(name: string, environment: string, since: string): boolean {
  return git('diff', '--name-only', since, 'HEAD', '--', ...releasePaths(workspaceRoot, environment, name)) !== '';
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: workspaceRoot, encoding: 'utf8' }).trim();
}
