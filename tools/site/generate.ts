/** What is generated from a description, and whether what is committed still is what would be. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readEnvironment } from '../deploy/environment.ts';
import { firewallFlows } from '../deploy/firewall.ts';
import type { Flow } from '../deploy/flow.ts';
import { readTopology, type App } from '../topology/topology.ts';
import { addOnFiles } from './addons/add-on-files.ts';
import type { Reached } from './addons/ingress.ts';
import { sitesFolder } from './description/read-site.ts';
import { namesOfSecrets } from './description/secrets.ts';
import { siteSchema, type Site } from './description/site.ts';
import { metaDataText, networkText } from './machine/network.ts';
import { userDataText } from './machine/user-data.ts';

export interface Change {
  file: string;
  /** Absent: it is to go. */
  text?: string;
}

/** Content by path below the root. */
export function generatedFiles(root: string, site: Site): Map<string, string> {
  const flows = flowsOf(root, site);
  const machines = site.machines.flatMap((machine): [string, string][] => [
    [`machines/${machine.name}/user-data`, userDataText(site, machine, flows, namesOfSecrets)],
    [`machines/${machine.name}/meta-data`, metaDataText(site, machine)],
    [`machines/${machine.name}/network-config`, networkText(site, machine)],
  ]);
  const addOns = Object.entries(addOnFiles(site, reachedIn(root, site)));
  const files = [...machines, ...addOns.map(([name, text]): [string, string] => [`add-ons/${name}`, text])];
  return new Map(files.map(([name, text]) => [`${folderOf(site)}/${name}`, text]));
}

export function flowsOf(root: string, { environment }: Site): Flow[] {
  return firewallFlows(root, environment, readTopology(root));
}

export function staleFiles(root: string, site: Site): Change[] {
  const wanted = generatedFiles(root, site);
  const there = filesBelow(root, folderOf(site));
  const changed = [...wanted].filter(([file, text]) => !isText(join(root, file), text));
  const gone = there.filter((file) => !wanted.has(file));
  return [...changed.map(([file, text]) => ({ file, text })), ...gone.map((file) => ({ file }))];
}

/** For editors, beside the sites. */
export function staleSchema(root: string): Change[] {
  const file = `${sitesFolder}/cluster.schema.json`;
  const schema = z.toJSONSchema(siteSchema, { io: 'input' });
  const path = join(root, file);
  const same = existsSync(path) && JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))) === JSON.stringify(schema);
  return same ? [] : [{ file, text: `${JSON.stringify(schema, null, 2)}\n` }];
}

export function carryOut(root: string, changes: Change[]): void {
  for (const { file, text } of changes) {
    const path = join(root, file);
    if (text === undefined) {
      rmSync(path);
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
}

function folderOf({ name }: Site): string {
  return `${sitesFolder}/${name}/generated`;
}

function reachedIn(root: string, { environment }: Site): Reached {
  const apps = readTopology(root);
  return {
    namespace: readEnvironment(root, environment).namespace,
    ports: { gateway: portOf(apps, 'gateway'), console: portOf(apps, 'console') },
  };
}

function portOf(apps: App[], name: string): number {
  const port = apps.find((app) => app.name === name)?.ports.service;
  if (port === undefined) throw new Error(`There is no app called ${name} with a port`);
  return port;
}

function filesBelow(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

function isText(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}
