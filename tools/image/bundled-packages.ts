/** Which packages of others are in a bundle: the build lists their files, and for pages the source maps name them. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { z } from 'zod';
import { readVendorModules } from '../build/vendor-modules.ts';
import { workspaceRoot } from '../topology/topology.ts';

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
  const maps = globSync('web/**/*.js.map', { cwd: dist }).map((map) => join(dist, map));
  const files = [...readVendorModules(dist), ...maps.flatMap(sourcesOf)];
  const paths = new Set(files.flatMap(packageOf));
  const { packages } = lockfile.parse(readJson('package-lock.json'));
  return [...paths].sort().map((path) => ({
    ...manifest.parse(readJson(join(path, 'package.json'))),
    path,
    integrity: packages[path]?.integrity,
  }));
}

function sourcesOf(mapFile: string): string[] {
  const { sources } = sourceMap.parse(JSON.parse(readFileSync(mapFile, 'utf8')));
  return sources.flatMap((source) => (source === null ? [] : [normalize(join(dirname(mapFile), source))]));
}

/** From the top of the workspace: a package is beside everything, or beside the one project that needs another version. */
const packagePath = /(?:(?:apps|libs)\/[^/]+\/)?node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/;

function packageOf(file: string): string[] {
  const found = packagePath.exec(file)?.[0];
  return found ? [found] : [];
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(workspaceRoot, path), 'utf8'));
}
