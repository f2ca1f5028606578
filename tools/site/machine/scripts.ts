/** Programs on a machine: files of their own beside this one, that know the machine by its settings. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineFile } from './machine-file.ts';

export const scriptsFolder = join(import.meta.dirname, 'scripts');

export type ScriptName = 'join-cluster' | 'machine-check' | 'etcd-snapshot' | 'etcd-restore' | 'renew-certificates';

export function installed(name: ScriptName): string {
  return `/usr/local/sbin/${name}`;
}

export function scriptFile(name: ScriptName): MachineFile {
  return { path: installed(name), content: readFileSync(join(scriptsFolder, name), 'utf8'), executable: true };
}
