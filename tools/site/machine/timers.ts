/** What a machine of the control plane does by itself, and when. */
import { controlPlane, type Machine, type Site } from '../description/site.ts';
import type { MachineFile } from './machine-file.ts';
import { installed, type ScriptName } from './scripts.ts';

export const timers = ['etcd-snapshot.timer', 'renew-certificates.timer'];

/** Machines take turns: two are never renewed, nor asked for a snapshot, at the same time. */
export function timerFiles(site: Site, machine: Machine): MachineFile[] {
  const place = controlPlane(site).findIndex(({ name }) => name === machine.name);
  const minute = String(place * 15).padStart(2, '0');
  const { everyHours } = site.snapshots;
  const hours = everyHours === 1 ? '*' : `0/${everyHours}`;
  return [
    ...timer('etcd-snapshot', 'A snapshot of etcd, restored to see', `*-*-* ${hours}:${minute}:00`),
    ...timer(
      'renew-certificates',
      'Certificates of the control plane',
      `*-*-${String(place * 7 + 1).padStart(2, '0')} 04:00:00`,
    ),
  ];
}

function timer(name: ScriptName, description: string, when: string): MachineFile[] {
  return [
    {
      path: `/etc/systemd/system/${name}.service`,
      content: `[Unit]
Description=${description}
ConditionPathExists=/etc/kubernetes/kubelet.conf

[Service]
Type=oneshot
ExecStart=${installed(name)}
Nice=10
`,
    },
    {
      path: `/etc/systemd/system/${name}.timer`,
      content: `[Unit]
Description=${description}

[Timer]
OnCalendar=${when}
Persistent=true

[Install]
WantedBy=timers.target
`,
    },
  ];
}
