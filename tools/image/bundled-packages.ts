/** Which packages of others are in a bundle: its source maps name every file that went into it. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../stack/topology.ts';

const sourceMap = z.object({ sources: z.array(z.string().nullable()) });
const manifest = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });
const lockfile = z.object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) });

export interface BundledPackage extends z.output<typeof manifest> {
  /** Where it is installed, from the top of the workspace: `node_modules/pg`. */
  path: string;
  /** As the lockfile has it: `sha512-…` in Base64. */
  integrity: string | undefined;
}

/** @returns them ordered by path; the same package in two versions is there twice. */
export function bundledPackages(dist: string): BundledPackage[] {
  const paths = new Set(globSync('**/*.js.map', { cwd: dist }).flatMap((map) => packagesOf(join(dist, map))));
  const { packages } = lockfile.parse(readJson('package-lock.json'));
  return [...paths].sort().map((path) => ({
    ...manifest.parse(readJson(join(path, 'package.json'))),
    path,
    integrity: packages[path]?.integrity,
  }));
}

function packagesOf(mapFile: string): string[] {
  const { sources } = sourceMap.parse(JSON.parse(readFileSync(mapFile, 'utf8')));
  return sources.flatMap((source) => {
    const file = source === null ? '' : normalize(join(dirname(mapFile), source));
    const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
    return found?.startsWith(workspaceRoot) ? [found.slice(workspaceRoot.length + 1)] : [];
  });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(workspaceRoot, path), 'utf8'));
}
