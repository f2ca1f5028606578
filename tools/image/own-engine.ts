/** A Docker engine of our own, for as long as a command runs, where nobody has started one (Debian's package docker.io). */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findEngine } from './engine.ts';

/** Kept between runs: what has been built once need not be built again. */
const home = '/var/lib/wellspring/docker';
const startTimeoutMs = 60_000;

export interface OwnEngine {
  /** For DOCKER_HOST. */
  host: string;
  stop: () => Promise<void>;
}

/** @throws Error saying why there can be none: not root, no `dockerd`, or what it wrote last. */
export async function startOwnEngine(): Promise<OwnEngine> {
  if (process.getuid?.() !== 0) throw new Error('No Docker engine answers, and only root can start one.');
  mkdirSync(home, { recursive: true });
  const host = `unix://${join(home, 'docker.sock')}`;
  const log = join(home, 'dockerd.log');
  const daemon = spawn(
    'dockerd',
    [
      ...['--host', host, '--data-root', join(home, 'data'), '--exec-root', join(home, 'exec')],
      // Its usual bridge belongs to the machine's engine; we bring our own networks.
      ...['--pidfile', join(home, 'dockerd.pid'), '--bridge', 'none'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = createWriteStream(log);
  daemon.stdout.pipe(output, { end: false });
  daemon.stderr.pipe(output, { end: false });
  const exited = new Promise<void>((resolve) => {
    daemon.once('close', () => resolve());
    daemon.once('error', () => resolve());
  });
  process.env['DOCKER_HOST'] = host;
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const problem = await findEngine().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!problem) break;
    if (daemon.exitCode !== null || daemon.pid === undefined || Date.now() > deadline) {
      daemon.kill();
      throw new Error(`dockerd does not start (is Debian's package docker.io there?): see ${log}`, { cause: problem });
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
