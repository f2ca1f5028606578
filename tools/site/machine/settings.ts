/** What the scripts on a machine have to know of the description. */
import { apiAddress, controlPlane, type Machine, type Site } from '../description/site.ts';
import type { Secrets } from '../description/secrets.ts';
import type { MachineFile } from './machine-file.ts';

export const settingsFolder = '/etc/wellspring';

export function settingsFiles(site: Site, machine: Machine, secrets: Secrets): MachineFile[] {
  const settings = {
    MACHINE: machine.name,
    API: apiAddress(site),
    ...(machine.role === 'control-plane' && {
      SNAPSHOT_URL: site.snapshots.url,
      SNAPSHOT_REGION: site.snapshots.region,
      SNAPSHOT_RECIPIENT: site.snapshots.recipient,
      PEERS: controlPlane(site)
        .map(({ name, address }) => `${name}=https://${address}:2380`)
        .join(),
      ADDRESS: machine.address,
    }),
  };
  const files: MachineFile[] = [{ path: `${settingsFolder}/machine.env`, content: assignments(settings) }];
  if (machine.role === 'control-plane') {
    const { id, key } = secrets.snapshotStore;
    const content = `user = "${id}:${key}"\n`;
    files.push({ path: `${settingsFolder}/snapshot-store.curl`, content, secret: true });
  }
  return files;
}

function assignments(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}
