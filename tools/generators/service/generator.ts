/**
 * `nx g @wellspring/tools:service usage`: a service that keeps a copy of what a background
 * system owns and offers it to customers, and passes everything as it is. What it is made of is in `files/`;
 * versions and ports are taken from the services that are there, and what is derived is generated (`npm run deploy -- generate`).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { formatFiles, generateFiles, updateJson, type GeneratorCallback, type Tree } from '@nx/devkit';
import { parse } from 'yaml';
import { z } from 'zod';
import { readTopology } from '../../topology/topology.ts';
import { addToEnvironments } from './environments.ts';
import { addTypesToLockfile, addToLockfile, sorted } from './lockfile.ts';
import { contractManifestOf, type Manifest, manifestOf } from './manifest.ts';
import { namesOf } from './names.ts';
import { addPages } from './pages.ts';

interface ServiceOptions {
  name: string;
  resource?: string;
  command?: boolean;
  description?: string;
}

const portStep = 10;
const firstPort = 3030;
const chartManifest = z.object({ version: z.string() });

export default async function service(tree: Tree, options: ServiceOptions): Promise<GeneratorCallback> {
  const { name } = options;
  if (tree.exists(`apps/${name}`)) throw new Error(`There is an app called ${name} already`);
  const names = namesOf(name, options.resource ?? 'entry');
  const libraryChart = chartManifest.parse(parse(tree.read('deploy/charts/service/Chart.yaml', 'utf8') ?? ''));
  const now = Date.now();
  const variables = {
    ...names,
    description: options.description ?? `What customers have of ${name}.`,
    ports: freePorts(tree.root),
    command: options.command ?? false,
    timestamp: String(now),
    changeTimestamp: String(now + 1),
    libraryChartVersion: libraryChart.version,
  };
  const files = join(import.meta.dirname, 'files');
  generateFiles(tree, join(files, 'app'), `apps/${name}`, variables);
  if (options.command) generateFiles(tree, join(files, 'command'), `apps/${name}`, variables);
  generateFiles(tree, join(files, 'contract'), `libs/contract-${name}`, variables);
  if (options.command) generateFiles(tree, join(files, 'contract-command'), `libs/contract-${name}`, variables);
  generateFiles(tree, join(files, 'chart'), `deploy/charts/${name}`, variables);
  addToEnvironments(tree, names);
  addPages(tree, names);

  addPackage(tree, `libs/contract-${name}`, contractManifestOf(tree, name));
  addPackage(tree, `apps/${name}`, manifestOf(tree, name));
  addTypesTo(tree, 'apps/portal', contractManifestOf(tree, name));
  // The walk in the browser runs the whole system, so this service has to be built for it, too.
  updateJson(tree, 'apps/portal-e2e/project.json', (project: { implicitDependencies: string[] }) => ({
    ...project,
    implicitDependencies: [...project.implicitDependencies, name].sort(),
  }));
  await formatFiles(tree);
  return () => {
    finish(tree.root, name);
  };
}

function addPackage(tree: Tree, folder: string, manifest: Manifest): void {
  tree.write(`${folder}/package.json`, JSON.stringify(manifest, null, 2));
  updateJson(tree, 'package-lock.json', (lockfile: Parameters<typeof addToLockfile>[0]) =>
    addToLockfile(lockfile, folder, manifest),
  );
}

/** Pages are compiled against the contract, and nothing of it is in them. */
function addTypesTo(tree: Tree, folder: string, contract: Manifest): void {
  updateJson(tree, `${folder}/package.json`, (manifest: Manifest) => ({
    ...manifest,
    devDependencies: sorted({ ...manifest.devDependencies, [contract.name]: contract.version }),
  }));
  updateJson(tree, 'package-lock.json', (lockfile: Parameters<typeof addTypesToLockfile>[0]) =>
    addTypesToLockfile(lockfile, folder, contract),
  );
}

/** What is not a file with contents, or is derived from what has just been written. */
function finish(root: string, name: string): void {
  link(`../../apps/${name}`, join(root, 'node_modules/@wellspring', name));
  link(`../../libs/contract-${name}`, join(root, 'node_modules/@wellspring', `contract-${name}`));
  mkdirSync(join(root, 'deploy/charts', name, 'charts'), { recursive: true });
  link('../../service', join(root, 'deploy/charts', name, 'charts/service'));
  execFileSync(process.execPath, ['tools/deploy/main.ts', 'generate'], { cwd: root, stdio: 'inherit' });
}

function link(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(target, path);
}

/** The next two that no app has. */
function freePorts(root: string): { service: number; management: number } {
  const taken = new Set(readTopology(root).flatMap(({ ports }) => [ports.service, ports.management]));
  for (let port = firstPort; ; port += portStep) {
    if (!taken.has(port) && !taken.has(port + 1)) return { service: port, management: port + 1 };
  }
}
