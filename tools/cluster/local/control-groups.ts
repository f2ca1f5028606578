/** What the nodes' pods may use and how they are counted: a control group per node, in every hierarchy of the machine. */
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = '/sys/fs/cgroup';
/** The second version's hierarchy has no controllers where those of the first are in use; container runtimes mirror groups there. */
const withoutControllers = 'unified';

export function controlGroups(hierarchy: string): string {
  return join(root, hierarchy);
}

/** Of the processor: enough that nobody starves beside what else the machine does, where a process has 1,024. */
const processorShares = 8_192;

export function createControlGroup(name: string): void {
  for (const hierarchy of hierarchies().filter((each) => each !== withoutControllers))
    mkdirSync(join(root, hierarchy, name), { recursive: true });
  // A group has no processors or memory of its own until it is given some.
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    writeFileSync(join(root, 'cpuset', name, file), readFileSync(join(root, 'cpuset', file)));
  }
  writeFileSync(join(root, 'cpu', name, 'cpu.shares'), String(processorShares));
}

/** Has this process, and those that it starts from now on, be of the group; without a name, of none again. */
export function enterControlGroup(name = '.'): void {
  for (const hierarchy of ['cpu', 'pids']) {
    writeFileSync(join(root, hierarchy, name, 'cgroup.procs'), String(process.pid));
  }
}

export function processesIn(name: string): number[] {
  const files = globSync(`${name}/**/cgroup.procs`, { cwd: controlGroups('pids') });
  return files.flatMap((file) => readIds(join(controlGroups('pids'), file)));
}

/** @returns whether it is gone, in every hierarchy: the kernel keeps a group until its last process is */
export function removeControlGroup(name: string): boolean {
  return hierarchies()
    .map((hierarchy) => removeTree(join(root, hierarchy, name)))
    .every(Boolean);
}

function hierarchies(): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function removeTree(folder: string): boolean {
  if (!existsSync(folder)) return true;
  const children = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of children) removeTree(join(folder, name));
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function readIds(file: string): number[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    // The group went away in between.
    return [];
  }
}
