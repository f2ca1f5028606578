/** A machine of the cluster: a network, a file system view and a name of its own, for as long as somebody lives in it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { findCommand } from '../tools-folder.ts';
import { clusterFolder, namespaceFile, type Machine } from './layout.ts';
import { until } from './until.ts';

const bootTimeoutMs = 30_000;
const script = join(import.meta.dirname, 'machine.sh');

export class RunningMachine {
  readonly folder: string;
  private readonly holder: number;

  private constructor(folder: string, holder: number) {
    this.folder = folder;
    this.holder = holder;
  }

  /** @param kind a `node` runs pods and needs more than a `server` does */
  static async boot(machine: Machine, kind: 'node' | 'server'): Promise<RunningMachine> {
    const folder = join(clusterFolder, machine.name);
    mkdirSync(folder, { recursive: true });
    const log = join(folder, 'machine.log');
    const { pid } = startDetached(
      'nsenter',
      [
        `--net=${namespaceFile(machine.namespace)}`,
        ...['unshare', '--mount', '--uts', 'sh', script, kind, machine.name, folder],
      ],
      log,
    );
    if (pid === undefined) throw new Error(`${machine.name} does not start`);
    await until(`${machine.name} has its file systems (${log} says why not)`, bootTimeoutMs, () =>
      existsSync(join(folder, 'booted')),
    );
    return new RunningMachine(folder, pid);
  }

  /** Starts a program in it that outlives us. Its output goes to `<name>.log` in the machine's folder. */
  start(name: string, args: string[]): void {
    const [program, ...entering] = this.entering(name);
    startDetached(program, [...entering, ...args], join(this.folder, `${name}.log`));
  }

  /** What to run for a program to run in this machine. */
  entering(name: string): [string, ...string[]] {
    const program = findCommand(name);
    if (program === undefined) throw new Error(`${name} is missing: npm run cluster:set-up`);
    return ['nsenter', `--target=${this.holder}`, '--net', '--mount', '--uts', '--', program];
  }
}

function startDetached(program: string, args: string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(program, args, { stdio: ['ignore', log, log], detached: true });
  child.unref();
  closeSync(log);
  return child;
}
