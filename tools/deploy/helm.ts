/** Helm, as the `helm` command. Everything that changes the cluster goes through it. */
import { execFile } from 'node:child_process';
import { z } from 'zod';
import { findCommand } from '../cluster/tools-folder.ts';
import type { Environment } from './environment.ts';

export interface ReleaseInputs {
  service: string;
  chart: string;
  valuesFiles: string[];
  /** What only the deploy command knows, on top of the files. */
  values: Record<string, string>;
  /** Content of files, by values key. */
  files: Record<string, string>;
  description: string;
}

const releases = z.array(
  z.object({ name: z.string(), revision: z.string(), status: z.string(), chart: z.string(), updated: z.string() }),
);
const history = z.array(
  z.object({
    revision: z.number(),
    status: z.string(),
    chart: z.string(),
    description: z.string(),
    updated: z.string(),
  }),
);

const revisionValues = z.object({ service: z.object({ image: z.object({ digest: z.string() }) }) });

export type HelmRelease = z.output<typeof releases>[number];
export type HelmRevision = z.output<typeof history>[number];

export class HelmError extends Error {}

export class Helm {
  private readonly target: string[];
  private readonly timeout: string;

  constructor({ namespace, context, timeoutSeconds }: Environment) {
    this.target = ['--namespace', namespace, ...(context === undefined ? [] : ['--kube-context', context])];
    this.timeout = `${timeoutSeconds}s`;
  }

  template(inputs: ReleaseInputs): Promise<string> {
    return runHelm(['template', inputs.service, ...chartArguments(inputs), ...this.target]);
  }

  /**
   * Installs or upgrades; waits until everything is ready, otherwise undoes what it did and fails.
   * @param giveUp ends the waiting; what was done is undone all the same
   */
  async upgrade(inputs: ReleaseInputs, giveUp?: AbortSignal): Promise<void> {
    const wait = ['--install', '--atomic', '--wait', '--timeout', this.timeout, '--history-max', '20'];
    const args = [...chartArguments(inputs), ...wait, '--description', inputs.description];
    await runHelm(['upgrade', inputs.service, ...args, ...this.target], giveUp);
  }

  /** @param replace whole objects, in place of the fields that the two revisions differ in */
  async rollback(service: string, revision: number, replace = false): Promise<void> {
    const wait = ['--wait', '--timeout', this.timeout, ...(replace ? ['--force'] : [])];
    await runHelm(['rollback', service, String(revision), ...wait, ...this.target]);
  }

  /** @returns the image a revision was made for, as far as it was given one */
  async digestOf(service: string, revision: number): Promise<string | undefined> {
    const args = ['get', 'values', service, '--revision', String(revision), '--output', 'json', ...this.target];
    return revisionValues.safeParse(JSON.parse(await runHelm(args))).data?.service.image.digest;
  }

  async uninstall(service: string): Promise<void> {
    await runHelm(['uninstall', service, '--wait', '--timeout', this.timeout, ...this.target]);
  }

  async releases(): Promise<HelmRelease[]> {
    return releases.parse(JSON.parse(await runHelm(['list', '--all', '--output', 'json', ...this.target])));
  }

  /** Oldest first; empty when there is no such release. */
  async history(service: string): Promise<HelmRevision[]> {
    if (!(await this.releases()).some(({ name }) => name === service)) return [];
    return history.parse(JSON.parse(await runHelm(['history', service, '--output', 'json', ...this.target])));
  }

  manifest(service: string): Promise<string> {
    return runHelm(['get', 'manifest', service, ...this.target]);
  }
}

/** @param interrupt has Helm undo what it is at, as an operator's Ctrl-C does; its end is still waited for */
export function runHelm(args: string[], interrupt?: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = execFile(helmBinary(), args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
    if (!error) {
      resolve(stdout);
      return;
    }
    reject(new HelmError(withoutNoise(stderr) || withoutNoise(stdout) || error.message));
  });
  const stop = (): void => void child.kill('SIGTERM');
  interrupt?.addEventListener('abort', stop, { once: true });
  return promise.finally(() => interrupt?.removeEventListener('abort', stop));
}

/** @throws HelmError saying where to get it. */
function helmBinary(): string {
  const found = findCommand('helm');
  if (found === undefined) {
    throw new HelmError(
      'helm is missing: install Helm 3, or build it with `npm run cluster:set-up -- helm` (needs Go)',
    );
  }
  return found;
}

function chartArguments(inputs: ReleaseInputs): string[] {
  return [inputs.chart, ...valuesArguments(inputs)];
}

function valuesArguments({
  valuesFiles,
  values,
  files,
}: Pick<ReleaseInputs, 'valuesFiles' | 'values' | 'files'>): string[] {
  return [
    ...valuesFiles.flatMap((file) => ['--values', file]),
    ...Object.entries(values).flatMap(([key, value]) => ['--set-string', `${key}=${value}`]),
    ...Object.entries(files).flatMap(([key, file]) => ['--set-file', `${key}=${file}`]),
  ];
}

/** The charts of the services link to the library chart; Helm mentions it each time. */
function withoutNoise(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes('found symbolic link in path'))
    .join('\n')
    .replace(/^Error: /, '')
    .trim();
}
