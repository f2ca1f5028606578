/** Rendering the charts for tests: with the values of an environment and an image that is nobody's. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readTopology, workspaceRoot, type App } from '../../topology/topology.ts';
import { deployed } from '../chart-topology.ts';
import { environmentNames } from '../environment.ts';
import { runHelm } from '../helm.ts';
import { parseManifests, type Manifest } from '../manifest.ts';
import { readServiceValues, valuesFiles } from '../values.ts';

export const apps: App[] = readTopology();
export const services: App[] = deployed(apps);
export const environments: string[] = environmentNames(workspaceRoot);
export const digest = `sha256:${'1'.repeat(64)}`;

/** Every service in every environment, for `it.each`. */
export const everywhere: [string, string][] = environments.flatMap((environment) =>
  services.map(({ name }): [string, string] => [environment, name]),
);

const rendered = new Map<string, Promise<Manifest[]>>();

/** @param set values on top, by key, as for `helm --set` */
export function render(environment: string, service: string, set: Record<string, string> = {}): Promise<Manifest[]> {
  const key = JSON.stringify([environment, service, set]);
  const known = rendered.get(key) ?? template(environment, service, setArguments(set)).then(parseManifests);
  rendered.set(key, known);
  return known;
}

/** @param files text of files of the environment, in place of what it has, by name */
export async function renderWithFiles(
  environment: string,
  service: string,
  files: Record<string, string>,
): Promise<Manifest[]> {
  const folder = mkdtempSync(join(tmpdir(), 'environment-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return parseManifests(await template(environment, service, fileArguments(folder, Object.keys(files))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function renderText(environment: string, service: string): Promise<string> {
  return template(environment, service, []);
}

export function find(manifests: Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind}/${name}`);
  return found;
}

export function chartFolder(service: string): string {
  return join(workspaceRoot, 'deploy/charts', service);
}

export function valueArguments(environment: string, service: string): string[] {
  const { environmentFiles } = readServiceValues(workspaceRoot, environment, service);
  return [
    ...valuesFiles(workspaceRoot, environment, service).flatMap((file) => ['--values', file]),
    ...['--set', `service.image.digest=${digest}`],
    ...fileArguments(join(workspaceRoot, 'deploy/environments', environment), environmentFiles),
  ];
}

function setArguments(set: Record<string, string>): string[] {
  return Object.entries(set).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
}

function fileArguments(folder: string, files: string[]): string[] {
  return files.flatMap((file) => [
    '--set-file',
    `service.files.${basename(file).replaceAll('.', '\\.')}=${join(folder, file)}`,
  ]);
}

/** @param more arguments, the last of which win */
function template(environment: string, service: string, more: string[]): Promise<string> {
  return runHelm(['template', service, chartFolder(service), ...valueArguments(environment, service), ...more]);
}
