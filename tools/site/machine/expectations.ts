/** What `machine-check` is asked on a machine: the description as lines. */
import { createHash } from 'node:crypto';
import type { Flow } from '../../deploy/flow.ts';
import { namesOfSecrets } from '../description/secrets.ts';
import type { Machine, Site } from '../description/site.ts';
import { kernelSettings } from './kernel.ts';
import { machineFiles } from './machine-files.ts';
import { packagesOfKubernetes, packageVersion } from './packages.ts';
import { unitsOf } from './units.ts';

export function expectationsOf(site: Site, machine: Machine, flows: Flow[]): string {
  const files = machineFiles(site, machine, flows, namesOfSecrets).filter(({ secret }) => secret !== true);
  const lines = [
    ...files.map(({ path, content }) => `file ${path} ${createHash('sha256').update(content).digest('hex')}`),
    ...Object.entries(kernelSettings).map(([name, value]) => `setting ${name} ${value}`),
    ...packagesOfKubernetes.map((name) => `package ${name} ${packageVersion(site.versions.kubernetes)}`),
    ...unitsOf(machine).map((unit) => `unit ${unit} active`),
    'firewall machine loaded',
  ];
  return lines.map((line) => `${line}\n`).join('');
}
