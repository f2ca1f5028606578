/**
 * One machine of the control plane in a folder: its files, its certificates made by kubeadm, and the programs that would
 * need a cluster replaced by ones that write down what they were asked. What is tried is the machine's own programs.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Secrets } from '../description/secrets.ts';
import type { Machine, Site } from '../description/site.ts';
import { kubernetesFiles } from '../machine/kubernetes-files.ts';
import { scriptsFolder, type ScriptName } from '../machine/scripts.ts';
import { settingsFiles, settingsFolder } from '../machine/settings.ts';
import { kubeadmFile, kubernetesFolder } from '../kubeadm/paths.ts';
import { putFiles } from './machine-root.ts';
import { say } from './verification.ts';

export interface RehearsedMachine {
  root: string;
  kubernetes: string;
  /** kubeadm's configuration with its certificates in this folder. */
  configuration: string;
  env: NodeJS.ProcessEnv;
  /** What stand-ins were asked, a line each. */
  asked: () => string[];
}

interface Rehearsal {
  site: Site;
  secrets: Secrets;
  folder: string;
  kubeadm: string;
  /** Of the certificates that kubeadm makes. */
  validity: string;
  /** Programs in bash, by name. */
  standIns: Record<string, string>;
}

/** @param rehearsal its site is cut down to one machine, which is alone */
export async function rehearsedMachine({
  site,
  secrets,
  folder,
  kubeadm,
  validity,
  standIns,
}: Rehearsal): Promise<RehearsedMachine> {
  const root = mkdtempSync(join(folder, 'machine-'));
  const machine = firstOf(site);
  const alone: Site = { ...site, founder: machine.name, machines: [machine] };
  putFiles(root, [...kubernetesFiles(alone, machine, secrets), ...settingsFiles(alone, machine, secrets)]);
  const kubernetes = join(root, kubernetesFolder);
  const configuration = (certificateValidityPeriod: string): string =>
    withinFolder(readFileSync(join(root, kubeadmFile), 'utf8'), join(kubernetes, 'pki'), certificateValidityPeriod);
  const [first, later] = [join(root, 'first.yaml'), join(root, 'later.yaml')];
  writeFileSync(first, configuration(validity), { mode: 0o600 });
  writeFileSync(later, configuration('8760h'), { mode: 0o600 });
  await say(kubeadm, ['init', 'phase', 'certs', 'all', '--config', first]);

  const log = join(root, 'asked');
  const programs = join(root, 'stand-ins');
  mkdirSync(programs);
  for (const [name, text] of Object.entries(standIns)) {
    const note = `#!/bin/bash\necho "${name} $*" >>'${log}'\n`;
    writeFileSync(join(programs, name), note + text, { mode: 0o700 });
  }
  return {
    root,
    kubernetes,
    configuration: later,
    env: {
      ...process.env,
      PATH: [programs, process.env['PATH']].join(delimiter),
      SETTINGS: join(root, settingsFolder),
      KUBERNETES: kubernetes,
    },
    asked: () => readFileSync(log, 'utf8').trim().split('\n'),
  };
}

export function script(name: ScriptName): string {
  return join(scriptsFolder, name);
}

function firstOf({ machines }: Site): Machine {
  const [machine] = machines.filter(({ role }) => role === 'control-plane');
  if (!machine) throw new Error('There is no control-plane machine');
  return machine;
}

function withinFolder(text: string, certificatesDir: string, certificateValidityPeriod: string): string {
  const documents = parseAllDocuments(text).map((document) => document.toJS() as unknown);
  return documents
    .map((each): unknown =>
      isClusterConfiguration(each) ? { ...each, certificatesDir, certificateValidityPeriod } : each,
    )
    .map((each) => stringify(each))
    .join('---\n');
}

function isClusterConfiguration(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ClusterConfiguration';
}
