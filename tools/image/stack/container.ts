/** One app running as a container, the way a cluster with the strictest settings would run it. */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { answersOk, type RunningApp } from '../../stack/app-process.ts';
import type { Engine } from '../engine.ts';

export interface ContainerOptions {
  app: string;
  /** Of the container. */
  name: string;
  image: string;
  network: string;
  env: Record<string, string>;
  /** Folders of this machine, and where the app finds them. */
  folders: { source: string; target: string }[];
  readyUrl: string;
  logFile: string;
}

/** The demands of Kubernetes' Pod Security Standard "restricted", and a root file system that nobody can write to. */
export const restricted = [
  '--read-only',
  ...['--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges'],
  ...['--memory', '512m', '--pids-limit', '200'],
];

const stopTimeoutSeconds = 20;

export class Container implements RunningApp {
  readonly name: string;
  /** A container's process has no number that means anything here. */
  readonly pid: undefined;
  private readonly engine: Engine;
  private readonly options: ContainerOptions;
  private stopping = false;

  constructor(engine: Engine, options: ContainerOptions) {
    this.name = options.app;
    this.engine = engine;
    this.options = options;
  }

  start(onUnexpectedExit: (reason: string) => void): void {
    this.stopping = false;
    this.run().catch((error: unknown) => {
      if (!this.stopping) onUnexpectedExit(error instanceof Error ? error.message : String(error));
    });
  }

  async ready(signal: AbortSignal): Promise<void> {
    while (!(await answersOk(this.options.readyUrl, signal))) await delay(100, undefined, { signal });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.engine
      .docker(['container', 'stop', '--time', String(stopTimeoutSeconds), this.options.name])
      .catch(() => undefined);
    await this.remove();
  }

  async kill(): Promise<void> {
    this.stopping = true;
    await this.remove();
  }

  /** Runs the app's `migrate` to its end. @returns what it printed. */
  async migrate(): Promise<string> {
    const { name } = this.options;
    return this.engine.docker(
      [...this.args('run', `${name}-migrate`), '--rm', this.options.image, 'node', 'migrate.js'],
      {
        env: this.options.env,
      },
    );
  }

  /** Runs a script in the running container, with its network and its limits. @returns what it printed. */
  async evaluate(script: string): Promise<string> {
    return this.engine.docker(['container', 'exec', this.options.name, 'node', '--eval', script]);
  }

  /** Its own address in its network. */
  async address(): Promise<string> {
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    return this.engine.docker(['container', 'inspect', '--format', format, this.options.name]);
  }

  /** Asks the process to end and leaves the container. @returns its exit code; 137 when it had to be killed. */
  async terminate(): Promise<number> {
    this.stopping = true;
    const { name } = this.options;
    await this.engine.docker(['container', 'stop', '--time', String(stopTimeoutSeconds), name]);
    return Number(await this.engine.docker(['container', 'inspect', '--format', '{{.State.ExitCode}}', name]));
  }

  /** @throws Error when the process ends, saying how and with which last words. */
  private async run(): Promise<void> {
    const { name, app, image, env } = this.options;
    await this.engine.docker([...this.args('run', name), '--detach', image], { env });
    const code = await this.engine.docker(['container', 'wait', name]);
    const lines = (await this.logs()).split('\n').slice(-5).join('\n  ');
    throw new Error(`${app} ended with exit code ${code}. Its last lines:\n  ${lines}`);
  }

  private args(verb: string, name: string): string[] {
    const { network, env, folders } = this.options;
    return [
      ...['container', verb, '--name', name, '--network', network, ...restricted],
      // By name: the client takes the values from its own environment, so that no secret is on a command line.
      ...Object.keys(env).flatMap((key) => ['--env', key]),
      ...folders.flatMap(({ source, target }) => ['--volume', `${source}:${target}:ro`]),
    ];
  }

  private async remove(): Promise<void> {
    await this.logs().then(
      (logs) => writeFileSync(this.options.logFile, logs),
      () => undefined,
    );
    await this.engine.docker(['container', 'rm', '--force', this.options.name]).catch(() => undefined);
  }

  private async logs(): Promise<string> {
    return this.engine.docker(['container', 'logs', this.options.name], { withErrors: true });
  }
}
