/** Every file that a machine is given. */
import type { Flow } from '../../deploy/flow.ts';
import type { Secrets } from '../description/secrets.ts';
import type { Machine, Site } from '../description/site.ts';
import { nftablesText } from '../firewall/nftables.ts';
import { waysOf } from '../firewall/ways.ts';
import { containerRuntimeFiles } from './container-runtime.ts';
import { kernelFiles } from './kernel.ts';
import { kubernetesFiles } from './kubernetes-files.ts';
import type { MachineFile } from './machine-file.ts';
import { scriptFile } from './scripts.ts';
import { settingsFiles } from './settings.ts';
import { timerFiles } from './timers.ts';
import { virtualAddressFile } from './virtual-address.ts';

export const firewallFile = '/etc/nftables.conf';

export function machineFiles(site: Site, machine: Machine, flows: Flow[], secrets: Secrets): MachineFile[] {
  return [
    ...kernelFiles,
    { path: firewallFile, content: nftablesText(waysOf(site, machine, flows)) },
    ...containerRuntimeFiles(site),
    virtualAddressFile(site, machine),
    ...kubernetesFiles(site, machine, secrets),
    ...settingsFiles(site, machine, secrets),
    scriptFile('join-cluster'),
    scriptFile('machine-check'),
    ...(machine.role === 'control-plane' ? onlyControlPlane(site, machine) : []),
  ];
}

function onlyControlPlane(site: Site, machine: Machine): MachineFile[] {
  const scripts = (['etcd-snapshot', 'etcd-restore', 'renew-certificates'] as const).map(scriptFile);
  return [...scripts, ...timerFiles(site, machine)];
}
