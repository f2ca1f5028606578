/** The old portals of a local stack: those of the dev environment for which there is a stand-in, where that one is. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { addressOf, type StackSettings } from './environment.ts';
import { workspaceRoot, type App } from '../topology/topology.ts';

const devFile = join(workspaceRoot, 'deploy/environments/dev/old-portals.yaml');

/** What is only true of the machines of an environment. */
const ofMachines = ['networks', 'tls'];

/** Writes the file that `OLD_PORTALS_FILE` names. */
export function writeOldPortals(file: string, apps: App[], stack: Pick<StackSettings, 'hostOf' | 'portOf'>): void {
  const portals = parseDocument(readFileSync(devFile, 'utf8'));
  if (!isMap(portals.contents)) throw new Error(`${devFile} describes no portal`);
  for (const { key } of [...portals.contents.items]) {
    const name = String(key);
    if (apps.some((app) => app.name === name)) {
      for (const part of ofMachines) portals.deleteIn([name, part]);
      portals.setIn([name, 'addresses'], [addressOf(name, apps, stack)]);
    } else portals.delete(key);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, portals.toString());
}
