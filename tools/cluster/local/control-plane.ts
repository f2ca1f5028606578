/** The programs that decide what runs where. One of each: what is tested is what they decide, not that they survive. */
import { KubeConfig } from '@kubernetes/client-node';
import { apiRequest } from '../api-request.ts';
import { certificates } from './certificates.ts';
import { addresses, controlPlane, kubeconfigFile, networks } from './layout.ts';
import { RunningMachine } from './machine.ts';
import { until } from './until.ts';

const etcdUrl = 'http://127.0.0.1:2379';
const readyTimeoutMs = 180_000;

/** @returns once the API server answers */
export async function startControlPlane(): Promise<KubeConfig> {
  const machine = await RunningMachine.boot(controlPlane, 'server');
  machine.start('etcd', [
    `--data-dir=${machine.folder}/etcd`,
    `--listen-client-urls=${etcdUrl}`,
    `--advertise-client-urls=${etcdUrl}`,
    '--listen-peer-urls=http://127.0.0.1:2380',
    '--unsafe-no-fsync',
  ]);
  machine.start('kube-apiserver', apiServerArguments());
  const client = new KubeConfig();
  client.loadFromFile(kubeconfigFile);
  await until('the API server is ready', readyTimeoutMs, () => isReady(client));
  const ownAccount = (name: string): string[] => [
    `--kubeconfig=${certificates.kubeconfigOf(name)}`,
    `--authentication-kubeconfig=${certificates.kubeconfigOf(name)}`,
    `--authorization-kubeconfig=${certificates.kubeconfigOf(name)}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
  ];
  machine.start('kube-controller-manager', [
    ...ownAccount('controller-manager'),
    `--service-account-private-key-file=${certificates.accountsKey}`,
    `--root-ca-file=${certificates.authority}`,
    '--use-service-account-credentials',
    '--allocate-node-cidrs',
    `--cluster-cidr=${networks.pods}`,
    '--node-cidr-mask-size=24',
    `--service-cluster-ip-range=${networks.services}`,
  ]);
  machine.start('kube-scheduler', ownAccount('scheduler'));
  return client;
}

function apiServerArguments(): string[] {
  const { authority, accountsKey, of, keyOf } = certificates;
  return [
    `--etcd-servers=${etcdUrl}`,
    `--advertise-address=${addresses.controlPlane}`,
    '--secure-port=6443',
    `--tls-cert-file=${of('apiserver')}`,
    `--tls-private-key-file=${keyOf('apiserver')}`,
    `--client-ca-file=${authority}`,
    `--kubelet-client-certificate=${of('apiserver-kubelet')}`,
    `--kubelet-client-key=${keyOf('apiserver-kubelet')}`,
    `--kubelet-certificate-authority=${authority}`,
    '--kubelet-preferred-address-types=InternalIP',
    // There is no kube-proxy on this machine that would know where a Service leads.
    '--enable-aggregator-routing=true',
    '--authorization-mode=Node,RBAC',
    '--anonymous-auth=false',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged=true',
    `--service-cluster-ip-range=${networks.services}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${accountsKey}`,
    `--service-account-signing-key-file=${accountsKey}`,
    `--requestheader-client-ca-file=${authority}`,
    '--requestheader-allowed-names=front-proxy',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${of('front-proxy')}`,
    `--proxy-client-key-file=${keyOf('front-proxy')}`,
  ];
}

async function isReady(client: KubeConfig): Promise<boolean> {
  return apiRequest(client, { path: '/readyz' }).then(
    ({ status }) => status === 200,
    () => false,
  );
}
