/** All that can be tried of a site without its machines. */
import type { Flow } from '../../deploy/flow.ts';
import type { Site } from '../description/site.ts';
import { newSecrets } from '../secrets/new-secrets.ts';
import { certificateRehearsal } from './certificate-rehearsal.ts';
import { configurations } from './configurations.ts';
import { databaseManifests } from './database-manifests.ts';
import { etcdRehearsal } from './etcd-rehearsal.ts';
import { firewallRehearsal } from './firewall-rehearsal.ts';
import type { Verification } from './verification.ts';

/** @param folder for files; the caller takes it away */
export function verifications(root: string, site: Site, flows: Flow[], folder: string): Verification[] {
  // Made up for this: kubeadm takes no token that is none.
  const secrets = newSecrets({ id: 'id', key: 'key' });
  return [
    ...configurations(site, flows, secrets, folder),
    databaseManifests(root, site),
    firewallRehearsal(site, flows, folder),
    certificateRehearsal(site, secrets, folder),
    etcdRehearsal(site, secrets, folder),
  ];
}
