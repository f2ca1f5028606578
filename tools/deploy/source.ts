/** Charts, values and files of the environments as they were at a commit: what the lock names is what gets deployed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ReleaseInputs } from './helm.ts';
import type { LockedRelease } from './release-lock.ts';
import { readServiceValues, valuesFiles } from './values.ts';

export const digestKey = 'service.image.digest';

export class Sources {
  private readonly root: string;
  private readonly folders = new Map<string, string>();

  constructor(root: string) {
    this.root = root;
  }

  /** @throws Error if the commit has another chart version than the lock says, or none of it. */
  inputsOf(environment: string, service: string, { digest, chart, commit }: LockedRelease): ReleaseInputs {
    const root = this.at(commit);
    const folder = join(root, 'deploy/charts', service);
    const version = chartVersion(folder);
    if (version !== chart) {
      throw new Error(`The lock says chart ${service} ${chart}, but at commit ${commit.slice(0, 12)} it is ${version}`);
    }
    const { environmentFiles } = readServiceValues(root, environment, service);
    return {
      service,
      chart: folder,
      valuesFiles: valuesFiles(root, environment, service),
      values: { [digestKey]: digest },
      files: Object.fromEntries(
        environmentFiles.map((file) => [
          `service.files.${basename(file).replaceAll('.', '\\.')}`,
          join(root, 'deploy/environments', environment, file),
        ]),
      ),
      description: `commit ${commit} ${digest}`,
    };
  }

  remove(): void {
    for (const folder of this.folders.values()) rmSync(folder, { recursive: true, force: true });
    this.folders.clear();
  }

  private at(commit: string): string {
    const known = this.folders.get(commit);
    if (known !== undefined) return known;
    const folder = mkdtempSync(join(tmpdir(), 'wellspring-release-'));
    this.folders.set(commit, folder);
    let archive: Buffer;
    try {
      archive = execFileSync('git', ['archive', '--format=tar', commit, 'deploy'], {
        cwd: this.root,
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 64 * 1024 * 1024,
      });
    } catch {
      throw new Error(`Commit ${commit} is not in this repository, or has no deploy/: git fetch it`);
    }
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    return folder;
  }
}

/**
 * What a release of a service is made of, beside its image: paths from the top of the workspace, each a file or a folder
 * that need not exist.
 */
export function releasePaths(root: string, environment: string, service: string): string[] {
  const folder = `deploy/environments/${environment}`;
  const { environmentFiles } = readServiceValues(root, environment, service);
  const files = ['values.yaml', `values/${service}.yaml`, ...environmentFiles];
  return ['deploy/charts/service', `deploy/charts/${service}`, ...files.map((file) => `${folder}/${file}`)];
}

export function chartVersion(chartFolder: string): string {
  const chart: unknown = parse(readFileSync(join(chartFolder, 'Chart.yaml'), 'utf8'));
  return z.object({ version: z.string() }).parse(chart).version;
}

/** @returns a file's text at a commit. */
export function fileAt(root: string, commit: string, file: string): string {
  try {
    return execFileSync('git', ['show', `${commit}:${file}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch {
    throw new Error(`There is no ${file} at commit ${commit}`);
  }
}

/** @returns the full name of a commit. */
export function resolveCommit(root: string, commit: string): string {
  try {
    const args = ['rev-parse', '--verify', '--quiet', `${commit}^{commit}`];
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    throw new Error(`There is no commit "${commit}" in this repository`);
  }
}
