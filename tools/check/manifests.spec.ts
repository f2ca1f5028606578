import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { NxJsonConfiguration } from '@nx/devkit';
import { z } from 'zod';
import { toolsOf } from '../nx/plugin.ts';
import { workspaceRoot } from '../topology/topology.ts';

const packages = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({ dependencies: packages, devDependencies: packages });
const lockfileSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      peerDependencies: packages,
      peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).default({}),
    }),
  ),
});

const lockfile = lockfileSchema.parse(readJson('package-lock.json'));
const nx = readJson('nx.json') as NxJsonConfiguration;
/** What runs the targets of projects is in the root manifest, and counts for each project. */
const tools = Object.keys(nx.targetDefaults ?? {}).flatMap((target) => toolsOf(target, nx));
const projects = globSync('{apps/*,libs/*,tools}/package.json', { cwd: workspaceRoot }).map(dirname);

/** Static and dynamic imports, and what is loaded or found as Node does it. */
const inSources =
  /(?:^import '|\bfrom '|\bimport\('|\bimport\.meta\.resolve\('|\bcreateRequire\(import\.meta\.url\)(?:\.resolve)?\(')((?:@[\w-]+\/)?[\w-][\w.-]*)(?:\/[^']*)?'(?:;$|\))/gm;
const inStyles = /(?:@import |\burl\()'((?:@[\w-]+\/)?[\w-][\w.-]*)(?:\/[^']*)?'/gm;

it.each(projects)('%s names every package of others that it uses', (project) => {
  const known = new Set([...named(project), ...tools]);
  const missing = [...usedBelow(project)].filter((name) => !known.has(name) && !name.startsWith('@wellspring/'));
  expect(missing).toEqual([]);
});

it.each(projects)('%s names no package that it does not use', (project) => {
  const names = named(project);
  const used = usedBelow(project);
  // A package may ask for another beside it.
  const asked = new Set(names.filter((name) => used.has(name)).flatMap((name) => peersOf(project, name)));
  expect(names.filter((name) => !used.has(withoutTypes(name)) && !asked.has(name))).toEqual([]);
});

/** Packages that sources and styles below a folder import or load. */
function usedBelow(folder: string): Set<string> {
  const files = globSync(`${folder}/**/*.{ts,tsx,css}`, {
    cwd: workspaceRoot,
    exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path),
  });
  const names = files.flatMap((file) =>
    [...readFileSync(join(workspaceRoot, file), 'utf8').matchAll(file.endsWith('.css') ? inStyles : inSources)].map(
      ([, name = '']) => name,
    ),
  );
  return new Set(names.filter((name) => !isBuiltin(name)));
}

/** `pdfkit` for `@types/pdfkit`: types are used where their package is. */
function withoutTypes(name: string): string {
  return name.replace(/^@types\//, '');
}

function peersOf(project: string, name: string): string[] {
  const installed = lockfile.packages[`${project}/node_modules/${name}`] ?? lockfile.packages[`node_modules/${name}`];
  if (installed === undefined) throw new Error(`${name}, which ${project} names, is not in package-lock.json`);
  const { peerDependencies, peerDependenciesMeta } = installed;
  return Object.keys(peerDependencies).filter((peer) => peerDependenciesMeta[peer]?.optional !== true);
}

function named(project: string): string[] {
  const { dependencies, devDependencies } = manifestSchema.parse(readJson(`${project}/package.json`));
  return Object.keys({ ...dependencies, ...devDependencies });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));
}
