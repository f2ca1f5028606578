/** A Docker engine of our own, for as long as a command runs, where nobody has started one (Debian's package docker.io). */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findCommand, toolsFolder } from '../cluster/tools-folder.ts';
import { findEngine, type Engine } from './engine.ts';

/** Kept between runs: what has been built once need not be built again. */
const home = join(toolsFolder(), 'docker');
const startTimeoutMs = 60_000;

export interface OwnEngine {
  /** For DOCKER_HOST. */
  host: string;
  stop: () => Promise<void>;
}

/** @throws Error saying why there can be none: not root, no `dockerd`, or where to read what it wrote. */
export async function startOwnEngine(): Promise<OwnEngine> {
  if (process.getuid?.() !== 0) throw new Error('No Docker engine answers, and only root can start one.');
  const dockerd = findCommand('dockerd');
  if (!dockerd) {
    throw new Error("No Docker engine answers, and there is no dockerd to start one (Debian's package docker.io).");
  }
  mkdirSync(home, { recursive: true });
  const host = `unix://${join(home, 'docker.sock')}`;
  const log = join(home, 'dockerd.log');
  const daemon = start(dockerd, ['--host', host], log);
  const exited = new Promise<void>((resolve) => {
    daemon.once('close', () => resolve());
    daemon.once('error', () => resolve());
  });
  process.env['DOCKER_HOST'] = host;
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const problem = await findEngine().then(tidyUp, (error: unknown) => error);
    if (!problem) break;
    if (daemon.exitCode !== null || daemon.pid === undefined || Date.now() > deadline) {
      daemon.kill();
      throw new Error(`dockerd does not start: see ${log}`, { cause: problem });
    }
    await delay(200);
  }
  return {
    host,
    stop: async () => {
      daemon.kill('SIGTERM');
      await exited;
    },
  };
}

/** What a run that was cut short has left, and images that have no name any more. */
async function tidyUp(engine: Engine): Promise<void> {
  for (const kind of ['container', 'network', 'image']) await engine.docker([kind, 'prune', '--force']);
}

function start(dockerd: string, args: string[], log: string): ChildProcess {
  const command = [
    ...[dockerd, ...args, '--data-root', join(home, 'data'), '--exec-root', join(home, 'exec')],
    // Its usual bridge belongs to the machine's engine; we bring our own networks.
    ...['--pidfile', join(home, 'dockerd.pid'), '--bridge', 'none'],
  ];
  // So that it ends with us however we end, where there is util-linux to ask the kernel for it.
  const setpriv = findCommand('setpriv');
  const [program = '', ...rest] = setpriv ? [setpriv, '--pdeathsig', 'TERM', ...command] : command;
  // In a group of its own: on Ctrl-C, what runs on it ends first.
  const daemon = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output = createWriteStream(log);
  daemon.stdout.pipe(output, { end: false });
  daemon.stderr.pipe(output, { end: false });
  return daemon;
}
