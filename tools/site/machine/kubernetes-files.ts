/** What has to be there before kubeadm begins: its configuration, the authorities, what the API server is told. */
import { stringify } from 'yaml';
import { apiAddress, type Machine, type Site } from '../description/site.ts';
import type { Secrets } from '../description/secrets.ts';
import { kubeadmText } from '../kubeadm/configuration.ts';
import { certificatesFolder, discoveryFile, kubeadmFile, policiesFolder } from '../kubeadm/paths.ts';
import { policyFiles } from '../kubeadm/policies.ts';
import type { MachineFile } from './machine-file.ts';

export function kubernetesFiles(site: Site, machine: Machine, secrets: Secrets): MachineFile[] {
  const { certificate } = secrets.clusterAuthority;
  return [
    { path: kubeadmFile, content: kubeadmText(site, machine, secrets.joinToken), secret: true },
    // Everybody may know it; it is among the secrets since it is made with them.
    { path: `${certificatesFolder}/ca.crt`, content: certificate, secret: true },
    ...(site.founder === machine.name
      ? []
      : [{ path: discoveryFile, content: discovery(site, certificate), secret: true as const }]),
    ...(machine.role === 'control-plane' ? [...authorityFiles(secrets), ...policies(secrets)] : []),
  ];
}

/** Every machine of the control plane has the same, so none has to be asked by another. */
function authorityFiles({
  clusterAuthority,
  etcdAuthority,
  frontProxyAuthority,
  serviceAccounts,
}: Secrets): MachineFile[] {
  const contents = {
    'ca.key': clusterAuthority.key,
    'etcd/ca.crt': etcdAuthority.certificate,
    'etcd/ca.key': etcdAuthority.key,
    'front-proxy-ca.crt': frontProxyAuthority.certificate,
    'front-proxy-ca.key': frontProxyAuthority.key,
    'sa.key': serviceAccounts.privateKey,
    'sa.pub': serviceAccounts.publicKey,
  };
  return Object.entries(contents).map(([name, content]) => ({
    path: `${certificatesFolder}/${name}`,
    content,
    secret: true,
  }));
}

function policies({ encryptionKey }: Secrets): MachineFile[] {
  return Object.entries(policyFiles(encryptionKey)).map(([name, content]) => ({
    path: `${policiesFolder}/${name}`,
    content,
    ...(content.includes(encryptionKey) && { secret: true as const }),
  }));
}

/** Vouches for the cluster by its authority alone; who joins says so with the token. */
function discovery(site: Site, authority: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: site.name,
        cluster: {
          server: `https://${apiAddress(site)}`,
          'certificate-authority-data': Buffer.from(authority).toString('base64'),
        },
      },
    ],
    contexts: [{ name: site.name, context: { cluster: site.name, user: '' } }],
    'current-context': site.name,
    users: [],
  });
}
