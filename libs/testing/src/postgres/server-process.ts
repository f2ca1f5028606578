import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { DataDirectory } from './data-directory.ts';
import { readIfThere } from './read-if-there.ts';
import type { SystemUser } from './system-user.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

/**
 * Waits for its standard input to end, which happens when our process ends, in whatever way. `$1` signal, `$2` process,
 * `$3` directory to remove (or empty).
 */
const guardScript = `
  while read -r _; do :; done
  kill -s "$1" "$2" 2>/dev/null
  [ -n "$3" ] || exit 0
  n=0; while kill -0 "$2" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
  rm -rf "$3"`;

export interface ServerSettings {
  port: number;
  /** Throw-away data: no fsync, and the directory goes when our process does. */
  temporary: boolean;
}

/** One running `postgres`. It and its guard do not keep our process alive and do not outlive it, even by `kill -9`. */
export class ServerProcess {
  /** Resolves when it ends without having been stopped, with the end of its log. */
  readonly ended: Promise<string>;
  private stopping = false;
  private readonly child: ChildProcess;
  private readonly guard: ChildProcess;
  private readonly directory: DataDirectory;
  private readonly temporary: boolean;

  private constructor(child: ChildProcess, guard: ChildProcess, directory: DataDirectory, temporary: boolean) {
    this.child = child;
    this.guard = guard;
    this.directory = directory;
    this.temporary = temporary;
    this.ended = new Promise((resolve) => {
      child.once('exit', () => {
        if (!this.stopping) resolve(this.lastWords());
      });
    });
  }

  /** Resolves once connections are accepted; rejects with the end of the server's log when it does not come up. */
  static async start(
    binaries: Binaries,
    directory: DataDirectory,
    user: SystemUser | undefined,
    settings: ServerSettings,
  ): Promise<ServerProcess> {
    const log = await open(directory.log, 'w');
    // Detached: Ctrl-C in a terminal goes to the whole process group, and the database has to be the last to stop.
    const child = spawn(binaries.postgres, flags(directory.cluster, settings), {
      ...user,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    });
    child.unref();
    try {
      await once(child, 'spawn');
    } finally {
      await log.close();
    }
    const server = new ServerProcess(child, guard(child, directory, settings.temporary), directory, settings.temporary);
    try {
      await server.ready();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.running) {
      // SIGINT rolls open transactions back and writes a checkpoint; SIGQUIT just leaves, for data nobody needs again.
      this.child.kill(this.temporary ? 'SIGQUIT' : 'SIGINT');
      const late = setTimeout(() => this.child.kill('SIGQUIT'), stopTimeoutMs);
      await once(this.child, 'exit');
      clearTimeout(late);
    }
    this.guard.kill('SIGKILL');
    this.guard.stdin?.destroy();
  }

  private get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The eighth line of the lock file is the server's own word for its state; `pg_ctl` waits for it, too. */
  private async ready(): Promise<void> {
    const lockFile = join(this.directory.cluster, 'postmaster.pid');
    const deadline = Date.now() + startTimeoutMs;
    for (;;) {
      if (!this.running) throw new Error(`PostgreSQL did not start:\n${await this.lastWords()}`);
      const lock = (await readIfThere(lockFile))?.split('\n') ?? [];
      if (lock[0] === String(this.child.pid) && lock[7]?.trim() === 'ready') return;
      if (Date.now() > deadline) throw new Error(`PostgreSQL is not ready in time:\n${await this.lastWords()}`);
      await sleep(20);
    }
  }

  private async lastWords(): Promise<string> {
    return ((await readIfThere(this.directory.log)) ?? '').trim().split('\n').slice(-10).join('\n');
  }
}

function guard(child: ChildProcess, directory: DataDirectory, temporary: boolean): ChildProcess {
  const signal = temporary ? 'QUIT' : 'INT';
  const args = ['-c', guardScript, 'guard', signal, String(child.pid), temporary ? directory.path : ''];
  const process = spawn('/bin/sh', args, {
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  process.unref();
  if (process.stdin instanceof Socket) process.stdin.unref();
  return process;
}

function flags(cluster: string, { port, temporary }: ServerSettings): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '64MB',
    ...(temporary && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', io_method: 'sync' }),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', cluster, '-p', String(port), ...options];
}
