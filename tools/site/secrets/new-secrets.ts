/** Secrets of a cluster that is to be: made once, encrypted, and kept where the description is. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secrets } from '../description/secrets.ts';

const tenYearsInDays = 3650;
/** What a certificate of an authority says about itself, as kubeadm makes them. */
const extensions = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign',
  'subjectKeyIdentifier=hash',
];

/** @param snapshotStore credentials that the store gives, which nobody can make up */
export function newSecrets(snapshotStore: Secrets['snapshotStore']): Secrets {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    clusterAuthority: newAuthority('kubernetes'),
    etcdAuthority: newAuthority('etcd-ca'),
    frontProxyAuthority: newAuthority('front-proxy-ca'),
    serviceAccounts: { privateKey, publicKey },
    encryptionKey: randomBytes(32).toString('base64'),
    joinToken: `${randomBytes(3).toString('hex')}.${randomBytes(8).toString('hex')}`,
    snapshotStore,
  };
}

function newAuthority(name: string): Secrets['clusterAuthority'] {
  const folder = mkdtempSync(join(tmpdir(), 'wellspring-authority-'));
  try {
    const [certificate, key] = [join(folder, 'ca.crt'), join(folder, 'ca.key')];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`, '-days', String(tenYearsInDays)]
        .concat(['-config', '/dev/null', '-keyout', key, '-out', certificate])
        .concat(extensions.flatMap((extension) => ['-addext', extension])),
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
