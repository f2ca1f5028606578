/** Address and name of a machine, for the first start: `network-config` and `meta-data` of cloud-init. */
import { stringify } from 'yaml';
import type { Machine, Site } from '../description/site.ts';

/** The card is found by its hardware address and called this, whatever the machine is built of. */
export const networkInterface = 'lan';

export function networkText({ networks, nameServers }: Site, { address, mac }: Machine): string {
  const prefix = networks.nodes.split('/')[1] ?? '';
  return stringify({
    version: 2,
    ethernets: {
      [networkInterface]: {
        match: { macaddress: mac },
        'set-name': networkInterface,
        addresses: [`${address}/${prefix}`],
        routes: [{ to: '0.0.0.0/0', via: networks.gateway }],
        nameservers: { addresses: nameServers },
      },
    },
  });
}

export function metaDataText(site: Site, { name }: Machine): string {
  return stringify({ 'instance-id': `${site.name}-${name}`, 'local-hostname': name });
}
