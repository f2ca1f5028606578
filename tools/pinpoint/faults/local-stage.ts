/** What can be broken of the system that "npm start" runs, from another process. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '@wellspring/command';
import { pidFolder } from '../../stack/leftovers.ts';
import { workspaceRoot } from '../../topology/topology.ts';
import type { Stage } from './fault.ts';
import { sabotageFolder } from '../../stack/sabotaged.ts';

const dataDir = join(workspaceRoot, '.wellspring');

export class LocalStage implements Stage {
  readonly databaseOwners: readonly string[] = [];
  private readonly backoffice: string;
  private readonly forMs: number;

  constructor(backoffice: string, forMs: number) {
    this.backoffice = backoffice;
    this.forMs = forMs;
  }

  async backgroundSystem(target: string, fault: object, forMs: number): Promise<void> {
    await this.send(`/faults/${target}`, 'PUT', { ...fault, forMs });
  }

  async healBackgroundSystems(): Promise<void> {
    await this.send('/faults', 'DELETE');
  }

  sabotage(app: string, what: object, forMs: number): void {
    const folder = sabotageFolder(dataDir);
    if (!existsSync(folder)) throw new CommandFailure('Nothing within a process can be broken: npm start -- --faults');
    writeFileSync(join(folder, app), JSON.stringify({ ...what, untilMs: Date.now() + forMs }));
  }

  /** What is stopped goes on when the time is up, whatever became of this command meanwhile. */
  signal(app: string, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    if (signal === 'SIGKILL') throw onlyInTheBench();
    const pid = pidOf(app);
    process.kill(pid, signal);
    if (signal === 'SIGCONT') return;
    const seconds = Math.ceil(this.forMs / 1_000);
    spawn('sh', ['-c', `sleep ${seconds}; kill -CONT ${pid}`], { detached: true, stdio: 'ignore' }).unref();
  }

  edge(): Promise<void> {
    return Promise.reject(onlyInTheBench());
  }

  restart(): Promise<void> {
    return Promise.reject(onlyInTheBench());
  }

  start(): Promise<void> {
    return Promise.reject(onlyInTheBench());
  }

  private async send(path: string, method: string, body?: object): Promise<void> {
    const response = await fetch(this.backoffice + path, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the stand-in answered ${response.status}: ${await response.text()}`);
  }
}

/** "npm start" ends as a whole when one of its apps does, and nothing is between them. */
function onlyInTheBench(): CommandFailure {
  return new CommandFailure('This one needs the system of the score sheet: npm run bench:pinpoint -- collect <case>');
}

function pidOf(app: string): number {
  try {
    return Number(readFileSync(join(pidFolder(dataDir), app), 'utf8'));
  } catch (error) {
    throw new CommandFailure(`${app} does not run here: npm start`, 1, { cause: error });
  }
}
