/** The first start of a bare Debian, for cloud-init: it becomes a node without anybody logging in. */
import { stringify } from 'yaml';
import type { Flow } from '../../deploy/flow.ts';
import type { Secrets } from '../description/secrets.ts';
import type { Machine, Site } from '../description/site.ts';
import type { MachineFile } from './machine-file.ts';
import { machineFiles } from './machine-files.ts';
import { heldPackages, packagesOf } from './packages.ts';
import { installed } from './scripts.ts';
import { unitsOf } from './units.ts';

const heading = '#cloud-config\n# Generated from cluster.yaml: npm run cluster -- generate\n';

export function userDataText(site: Site, machine: Machine, flows: Flow[], secrets: Secrets): string {
  const files = machineFiles(site, machine, flows, secrets);
  return heading + stringify(userData(site, machine, files), { lineWidth: 0 });
}

export function userData(site: Site, machine: Machine, files: MachineFile[]): object {
  return {
    hostname: machine.name,
    users: site.administrators.people.map(({ name, key }) => ({
      name,
      groups: 'sudo',
      shell: '/bin/bash',
      lock_passwd: true,
      sudo: 'ALL=(ALL) NOPASSWD:ALL',
      ssh_authorized_keys: [key],
    })),
    disable_root: true,
    ssh_pwauth: false,
    ca_certs: { trusted: [site.mirrorAuthority] },
    apt: packageSources(site),
    ntp: { enabled: true, ntp_client: 'chrony', servers: site.timeServers },
    package_update: true,
    package_upgrade: true,
    packages: packagesOf(site, machine),
    write_files: files.map(({ path, content, executable, secret }) => ({
      path,
      permissions: executable ? '0755' : secret ? '0600' : '0644',
      content,
    })),
    runcmd: [
      ['swapoff', '--all'],
      ['systemctl', 'restart', 'systemd-modules-load'],
      ['sysctl', '--system'],
      ['apt-mark', 'hold', ...heldPackages],
      ['systemctl', 'enable', '--now', 'nftables'],
      ['systemctl', 'restart', 'containerd'],
      ['systemctl', 'enable', '--now', ...unitsOf(machine).filter((unit) => unit !== 'kubelet')],
      // It reads what was written after it was started with the package.
      ['systemctl', 'restart', 'keepalived'],
      [installed('join-cluster')],
    ],
  };
}

function packageSources({ mirrors, kubernetesKey }: Site): object {
  return {
    preserve_sources_list: false,
    primary: [{ arches: ['default'], uri: mirrors.debian }],
    security: [{ arches: ['default'], uri: mirrors.security }],
    sources: {
      'kubernetes.list': { source: `deb [signed-by=$KEY_FILE] ${mirrors.kubernetes.url} /`, key: kubernetesKey },
    },
  };
}
