/** Archives of images that hold one program, for a container runtime to import. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCommand } from '../tools-folder.ts';
import { run } from './commands.ts';
import { clusterFolder } from './layout.ts';

const folder = join(clusterFolder, 'images');

/** @returns the archive of `docker.io/local/<program>:1`, which starts the program */
export function createImage(program: string): string {
  const binary = findCommand(program);
  if (binary === undefined) throw new Error(`${program} is missing: npm run cluster:set-up`);
  const work = join(folder, program);
  const root = join(work, 'root');
  mkdirSync(join(root, 'tmp'), { recursive: true, mode: 0o777 });
  copyFileSync(binary, join(root, program));
  const layer = join(work, 'layer.tar');
  run('tar', ['--create', `--file=${layer}`, `--directory=${root}`, '--owner=0', '--group=0', 'tmp', program]);
  const config = JSON.stringify({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Entrypoint: [`/${program}`] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(readFileSync(layer))}`] },
  });
  const configFile = `${sha256(config)}.json`;
  const manifest = [{ Config: configFile, RepoTags: [`docker.io/local/${program}:1`], Layers: ['layer.tar'] }];
  writeFileSync(join(work, configFile), config);
  writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest));
  const archive = join(folder, `${program}.tar`);
  run('tar', ['--create', `--file=${archive}`, `--directory=${work}`, configFile, 'layer.tar', 'manifest.json']);
  rmSync(work, { recursive: true });
  return archive;
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
