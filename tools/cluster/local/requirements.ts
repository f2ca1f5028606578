/** Whether this machine can have a local cluster; everything that speaks against it is said at once. */
import { existsSync } from 'node:fs';
import { CommandFailure } from '@wellspring/command';
import { missingTools } from '../tools-folder.ts';
import { run } from './commands.ts';
import { controlGroups } from './control-groups.ts';
import { existingNamespaces } from './layout.ts';
import { builtPrograms, missingPackages } from './programs.ts';

/** @returns what is missing, in words; empty: nothing */
export function missingRequirements(): string[] {
  if (process.platform !== 'linux') return ['Linux'];
  if (process.getuid?.() !== 0) return ['root: namespaces, mounts and control groups are made'];
  const packages = missingPackages();
  const built = missingTools(builtPrograms);
  return [
    ...(packages.length === 0 ? [] : [`packages of the distribution: ${packages.join(', ')}`]),
    ...(built.length === 0 ? [] : [`what is built from Go modules: ${built.join(', ')}`]),
    ...(existsSync(controlGroups('pids')) ? [] : ['control groups in their first version (/sys/fs/cgroup/pids)']),
    ...(packages.length === 0 && existingNamespaces().length === 0 ? foreignRoutes() : []),
  ];
}

/** @throws CommandFailure naming everything that is missing, and how to get what can be had */
export function requireAbleMachine(): void {
  const missing = missingRequirements();
  if (missing.length === 0) return;
  throw new CommandFailure(
    `This machine cannot have a local cluster. It has not:\n  ${missing.join('\n  ')}\nnpm run cluster:set-up -- --nodes gets the programs.`,
  );
}

/** The machine may be in a network of the same numbers; what is there must stay within reach. */
function foreignRoutes(): string[] {
  return run('ip', ['-4', 'route', 'show', 'table', 'all'])
    .split('\n')
    .filter((route) => /^(unicast )?10\.10\./.test(route))
    .map((route) => `10.10.0.0/16 for itself: this machine already has the route "${route.trim()}"`);
}
