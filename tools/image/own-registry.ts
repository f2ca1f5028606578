/** A registry of our own on loopback, empty at first, for as long as a command runs (Debian's package docker-registry). */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import { z } from 'zod';
import { endsWithUs, freePort } from '@wellspring/testing/processes';
import { findCommand } from '../cluster/tools-folder.ts';
import type { Engine } from './engine.ts';

/** Undefined where there is none to be started. */
export const registryProgram = findCommand('docker-registry');

const startTimeoutMs = 30_000;
const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const manifest = z.looseObject({ config: z.looseObject({ digest: z.string() }) });

export interface Registry {
  /** `127.0.0.1:<port>`. Docker needs no TLS for that. */
  host: string;
  /** The id of the image that a digest stands for; @throws Error when what is kept under it is something else. */
  imageIdOf: (repository: string, digest: string) => Promise<string>;
  stop: () => Promise<void>;
}

export async function startRegistry(): Promise<Registry> {
  if (!registryProgram) throw new Error("There is no docker-registry here (Debian's package docker-registry)");
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const settings = {
    version: 0.1,
    http: { addr: host },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
  };
  writeFileSync(join(folder, 'settings.yaml'), stringify(settings));
  const server = endsWithUs(spawn(registryProgram, ['serve', join(folder, 'settings.yaml')], { stdio: 'ignore' }));
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  const deadline = Date.now() + startTimeoutMs;
  while (!(await answers(host))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error('docker-registry does not start');
    }
    await delay(100);
  }
  return { host, stop, imageIdOf: (repository, digest) => imageIdOf(`http://${host}/v2/${repository}`, digest) };
}

/** Takes away the names that images got by being pushed there or pulled from there; what they are otherwise called stays. */
export async function forgetRegistry(engine: Engine, { host }: Registry): Promise<void> {
  const format = '{{.Repository}}:{{.Tag}} {{.Repository}}@{{.Digest}}';
  const listed = await engine.docker([
    ...['image', 'ls', '--digests', '--format', format, '--filter', `reference=${host}/*/*`],
  ]);
  const names = listed.split(/\s/).filter((name) => name !== '' && !name.includes('<none>'));
  // The last tag takes the digest with it.
  for (const name of names) await engine.docker(['image', 'rm', name]).catch(() => undefined);
}

async function answers(host: string): Promise<boolean> {
  return fetch(`http://${host}/v2/`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function imageIdOf(url: string, digest: string): Promise<string> {
  const response = await fetch(`${url}/manifests/${digest}`, { headers: { accept: manifestType } });
  const body = await response.text();
  const actual = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  if (actual !== digest) throw new Error(`${url} has under ${digest}: ${response.status} ${body}`);
  return manifest.parse(JSON.parse(body)).config.digest;
}
