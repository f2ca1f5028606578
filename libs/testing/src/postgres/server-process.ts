import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { guard } from '../processes/guard.ts';
import type { Binaries } from './binaries.ts';
import type { DataDirectory } from './data-directory.ts';
import { readIfThere } from './read-if-there.ts';
import type { SystemUser } from './system-user.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

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
  private readonly unguard: () => void;
  private readonly directory: DataDirectory;
  private readonly temporary: boolean;

  private constructor(child: ChildProcess, directory: DataDirectory, temporary: boolean) {
    this.child = child;
    // INT rolls open transactions back and writes a checkpoint; QUIT just leaves, for data nobody needs again.
    this.unguard = guard(child.pid ?? 0, temporary ? { signal: 'QUIT', remove: directory.path } : { signal: 'INT' });
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
    const server = new ServerProcess(child, directory, settings.temporary);
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
      this.child.kill(this.temporary ? 'SIGQUIT' : 'SIGINT');
      const late = setTimeout(() => this.child.kill('SIGQUIT'), stopTimeoutMs);
      await once(this.child, 'exit');
      clearTimeout(late);
    }
    this.unguard();
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
