/** Who is who in the cluster: a certificate authority of its own, and a certificate for each program. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { run } from './commands.ts';
import { addresses, clusterFolder, contextName, kubeconfigFile, type Machine } from './layout.ts';

const folder = join(clusterFolder, 'certificates');
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const server = `https://${addresses.controlPlane}:6443`;

export const certificates = {
  authority: join(folder, 'ca.crt'),
  authorityKey: join(folder, 'ca.key'),
  accountsKey: join(folder, 'accounts.key'),
  of: (name: string): string => join(folder, `${name}.crt`),
  keyOf: (name: string): string => join(folder, `${name}.key`),
  kubeconfigOf: (name: string): string => join(folder, `${name}.kubeconfig`),
};

export function createCertificates(nodes: Machine[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { authority, authorityKey, accountsKey } = certificates;
  run('openssl', [
    ...['req', '-x509', ...newKey, '-keyout', authorityKey, '-out', authority, '-days', '365'],
    ...['-subj', '/CN=wellspring local cluster'],
  ]);
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  writeFileSync(accountsKey, key.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  const kubernetes = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'].map((name) => `DNS:${name}`);
  const ownAddresses = [addresses.controlPlane, addresses.kubernetes, '127.0.0.1'].map((ip) => `IP:${ip}`);
  issue('apiserver', '/CN=kube-apiserver', [...kubernetes, ...ownAddresses]);
  issue('apiserver-kubelet', '/O=system:masters/CN=apiserver-kubelet');
  issue('front-proxy', '/CN=front-proxy');
  issueClient('admin', '/O=system:masters/CN=admin');
  issueClient('controller-manager', '/CN=system:kube-controller-manager');
  issueClient('scheduler', '/CN=system:kube-scheduler');
  issueClient('proxy', '/CN=system:kube-proxy');
  for (const { name, address } of nodes) {
    issueClient(name, `/O=system:nodes/CN=system:node:${name}`, [`DNS:${name}`, `IP:${address}`]);
  }
  writeFileSync(kubeconfigFile, readFileSync(certificates.kubeconfigOf('admin')), { mode: 0o600 });
}

function issueClient(name: string, subject: string, names?: string[]): void {
  issue(name, subject, names);
  const read = (file: string): string => readFileSync(file).toString('base64');
  const user = {
    'client-certificate-data': read(certificates.of(name)),
    'client-key-data': read(certificates.keyOf(name)),
  };
  const cluster = { server, 'certificate-authority-data': read(certificates.authority) };
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'local', cluster }],
    users: [{ name, user }],
    contexts: [{ name: contextName, context: { cluster: 'local', user: name } }],
    'current-context': contextName,
  };
  writeFileSync(certificates.kubeconfigOf(name), stringify(kubeconfig), { mode: 0o600 });
}

function issue(name: string, subject: string, names: string[] = []): void {
  const { authority, authorityKey } = certificates;
  run('openssl', [
    ...['req', '-x509', ...newKey, '-CA', authority, '-CAkey', authorityKey, '-days', '365'],
    ...['-keyout', certificates.keyOf(name), '-out', certificates.of(name), '-subj', subject],
    ...['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'keyUsage=digitalSignature'],
    ...['-addext', 'extendedKeyUsage=serverAuth,clientAuth'],
    ...(names.length === 0 ? [] : ['-addext', `subjectAltName=${names.join(',')}`]),
  ]);
}
