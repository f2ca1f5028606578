/** What a machine has to know and nobody else: never in Git but encrypted. */
import { z } from 'zod';

const authority = z.strictObject({ certificate: z.string().min(1), key: z.string().min(1) });

export const secretsSchema = z.strictObject({
  clusterAuthority: authority,
  etcdAuthority: authority,
  frontProxyAuthority: authority,
  serviceAccounts: z.strictObject({ privateKey: z.string().min(1), publicKey: z.string().min(1) }),
  /** Base64 of 32 bytes, with which Secrets are encrypted in etcd. */
  encryptionKey: z.base64().length(44),
  /** A bootstrap token of Kubernetes, good for a day. */
  joinToken: z.string().regex(/^[a-z0-9]{6}\.[a-z0-9]{16}$/),
  snapshotStore: z.strictObject({ id: z.string().min(1), key: z.string().min(1) }),
});

export type Secrets = z.output<typeof secretsSchema>;

/** In what is committed, the name of each secret stands in its place. */
export const namesOfSecrets: Secrets = {
  clusterAuthority: authorityNamed('clusterAuthority'),
  etcdAuthority: authorityNamed('etcdAuthority'),
  frontProxyAuthority: authorityNamed('frontProxyAuthority'),
  serviceAccounts: { privateKey: named('serviceAccounts.privateKey'), publicKey: named('serviceAccounts.publicKey') },
  encryptionKey: named('encryptionKey'),
  joinToken: named('joinToken'),
  snapshotStore: { id: named('snapshotStore.id'), key: named('snapshotStore.key') },
};

function authorityNamed(name: string): Secrets['clusterAuthority'] {
  return { certificate: named(`${name}.certificate`), key: named(`${name}.key`) };
}

function named(path: string): string {
  return `<secret ${path}>`;
}
