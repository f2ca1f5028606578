/** A program that serves while a test runs. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endsWithUs } from '@wellspring/testing/processes';

export interface Daemon {
  pid: number;
  /** Where it keeps what it has; gone with it. */
  folder: string;
  /** Everything it has said so far. */
  output: () => string;
  stop: () => Promise<void>;
}

export interface DaemonOptions {
  path: string;
  /** @param folder its own, empty */
  args: (folder: string) => string[];
  env?: Record<string, string>;
}

export function startDaemon({ path, args, env = {} }: DaemonOptions): Daemon {
  const folder = mkdtempSync(join(tmpdir(), 'observability-'));
  const logFile = join(folder, 'output.log');
  const log = createWriteStream(logFile);
  const child = endsWithUs(
    spawn(path, args(folder), { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid: child.pid ?? 0,
    folder,
    output: () => readFileSync(logFile, 'utf8'),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
