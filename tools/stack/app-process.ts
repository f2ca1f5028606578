/** One running app of a local stack: its process, its log file, how it is asked whether it is ready, how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endsWithUs } from '@wellspring/testing/processes';

export interface AppProcessOptions {
  name: string;
  script: string;
  env: Record<string, string>;
  logFile: string;
  readyUrl: string;
  /** Has its process id in it for as long as it runs. */
  pidFile?: string;
}

/** A running app, whether a process of this machine or a container. */
export type RunningApp = Pick<AppProcess, 'name' | 'pid' | 'start' | 'ready' | 'stop' | 'kill'>;

const stopTimeoutMs = 20_000;

/** It ends when our process does, in whatever way that ends. */
export class AppProcess {
  readonly name: string;
  private readonly options: AppProcessOptions;
  private child: ChildProcess | undefined;
  private stopping = false;

  constructor(options: AppProcessOptions) {
    this.name = options.name;
    this.options = options;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Starts the process.
   * @param onUnexpectedExit told why, when it ends without having been asked to.
   * @param changed settings that this start has otherwise
   */
  start(onUnexpectedExit: (reason: string) => void, changed: Readonly<Record<string, string>> = {}): void {
    this.stopping = false;
    // Detached: Ctrl-C in a terminal goes to the whole process group, and a second signal, ours, would end it at once.
    const child = endsWithUs(
      spawn(process.execPath, [this.options.script], {
        env: { ...this.options.env, ...changed },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      }),
    );
    pipeToFile(child, this.options.logFile);
    this.notePid(child);
    child.on('exit', (code, signal) => {
      if (this.stopping) return;
      onUnexpectedExit(`${this.name} ended with ${signal ?? `exit code ${code ?? 'unknown'}`}${this.lastWords()}`);
    });
    this.child = child;
  }

  /** @throws when `signal` aborts first. */
  async ready(signal: AbortSignal): Promise<void> {
    while (!(await answersOk(this.options.readyUrl, signal))) await delay(50, undefined, { signal });
  }

  /** Asks it to end, and ends it by force when it does not within 20 s. */
  async stop(): Promise<void> {
    const child = this.child;
    this.stopping = true;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await exited;
    clearTimeout(force);
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  }

  private notePid({ pid }: ChildProcess): void {
    const file = this.options.pidFile;
    if (file === undefined || pid === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(pid));
  }

  private lastWords(): string {
    const lines = readFileSync(this.options.logFile, 'utf8').trimEnd().split('\n').slice(-5);
    return `. Its last lines (all of them: ${this.options.logFile}):\n  ${lines.join('\n  ')}`;
  }
}

/** @throws Error with what the script printed, when it fails; what `signal` says, when that ends it. */
export async function runToEnd(
  name: string,
  script: string,
  env: Record<string, string>,
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted();
  const child = endsWithUs(spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  const end = (): void => {
    child.kill('SIGKILL');
  };
  signal?.addEventListener('abort', end, { once: true });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`Preparing the database of ${name} failed:\n${output.trimEnd()}`);
  return output;
}

function pipeToFile(child: ChildProcess, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const log = createWriteStream(file, { flags: 'w' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  // A full disk: the app goes on, and is not held up by what nobody can keep.
  log.once('error', () => {
    for (const stream of [child.stdout, child.stderr]) stream?.resume();
  });
  child.once('close', () => log.end());
}

/** @returns whether the address answers with a status that means success. */
export async function answersOk(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2_000)]) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
