/** What Kubernetes asks of the kernel, and the kubelet of it (protectKernelDefaults). */
import type { MachineFile } from './machine-file.ts';

const modules = ['overlay', 'br_netfilter', 'nf_conntrack'];

export const kernelSettings: Record<string, string> = {
  'net.ipv4.ip_forward': '1',
  'net.bridge.bridge-nf-call-iptables': '1',
  'net.netfilter.nf_conntrack_max': '262144',
  'fs.inotify.max_user_instances': '8192',
  'fs.inotify.max_user_watches': '524288',
  'vm.overcommit_memory': '1',
  'vm.panic_on_oom': '0',
  'kernel.panic': '10',
  'kernel.panic_on_oops': '1',
  'kernel.keys.root_maxkeys': '1000000',
  'kernel.keys.root_maxbytes': '25000000',
};

export const kernelFiles: MachineFile[] = [
  { path: '/etc/modules-load.d/kubernetes.conf', content: `${modules.join('\n')}\n` },
  {
    path: '/etc/sysctl.d/90-kubernetes.conf',
    content: Object.entries(kernelSettings)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  },
];
