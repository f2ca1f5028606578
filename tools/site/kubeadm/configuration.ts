/** What kubeadm is told on each machine: how the cluster is to be, and how this machine becomes part of it. */
import { stringify } from 'yaml';
import { addressIn } from '../description/networks.ts';
import { apiAddress, controlPlane, type Machine, type Site } from '../description/site.ts';
import { auditLogFolder, discoveryFile, policiesFolder } from './paths.ts';

const kubeadm = 'kubeadm.k8s.io/v1beta4';
const tenYears = '87600h';
const dnsOffset = 10;

/** @param joinToken good for a day after the cluster was made; later ones are made with `kubeadm token create` */
export function kubeadmText(site: Site, machine: Machine, joinToken: string): string {
  const founds = site.founder === machine.name;
  const documents = founds
    ? [
        initConfiguration(machine, joinToken),
        clusterConfiguration(site),
        kubeletConfiguration(site),
        proxyConfiguration(site),
      ]
    : [joinConfiguration(machine, joinToken)];
  return documents.map((document) => stringify(document)).join('---\n');
}

function initConfiguration(machine: Machine, token: string): object {
  return {
    apiVersion: kubeadm,
    kind: 'InitConfiguration',
    bootstrapTokens: [
      {
        token,
        ttl: '24h0m0s',
        usages: ['signing', 'authentication'],
        groups: ['system:bootstrappers:kubeadm:default-node-token'],
      },
    ],
    localAPIEndpoint: { advertiseAddress: machine.address, bindPort: 6443 },
    nodeRegistration: registration(machine),
  };
}

function joinConfiguration(machine: Machine, token: string): object {
  return {
    apiVersion: kubeadm,
    kind: 'JoinConfiguration',
    // The file vouches for the cluster by its authority, so nobody has to read anything without credentials.
    discovery: { file: { kubeConfigPath: discoveryFile }, tlsBootstrapToken: token },
    nodeRegistration: registration(machine),
    ...(machine.role === 'control-plane' && {
      controlPlane: { localAPIEndpoint: { advertiseAddress: machine.address, bindPort: 6443 } },
    }),
  };
}

function registration({ name, address, role, zone }: Machine): object {
  const labels = [`topology.kubernetes.io/zone=${zone}`];
  return {
    name,
    criSocket: 'unix:///run/containerd/containerd.sock',
    imagePullPolicy: 'IfNotPresent',
    kubeletExtraArgs: [
      { name: 'node-ip', value: address },
      { name: 'node-labels', value: labels.join() },
    ],
    taints: role === 'control-plane' ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] : [],
  };
}

export function clusterConfiguration(site: Site): object {
  const { networks, versions } = site;
  const names = controlPlane(site).flatMap(({ name, address }) => [name, address]);
  return {
    apiVersion: kubeadm,
    kind: 'ClusterConfiguration',
    clusterName: site.name,
    kubernetesVersion: `v${versions.kubernetes}`,
    controlPlaneEndpoint: apiAddress(site),
    networking: { podSubnet: networks.pods, serviceSubnet: networks.services, dnsDomain: 'cluster.local' },
    certificateValidityPeriod: `${365 * 24}h0m0s`,
    caCertificateValidityPeriod: tenYears,
    encryptionAlgorithm: 'RSA-2048',
    etcd: { local: { dataDir: '/var/lib/etcd', extraArgs: args(etcdArguments) } },
    apiServer: {
      certSANs: [site.controlPlane.address, ...names],
      extraArgs: args(apiServerArguments),
      extraVolumes: [
        {
          name: 'policies',
          hostPath: policiesFolder,
          mountPath: policiesFolder,
          readOnly: true,
          pathType: 'Directory',
        },
        { name: 'audit-log', hostPath: auditLogFolder, mountPath: auditLogFolder, pathType: 'DirectoryOrCreate' },
      ],
    },
    controllerManager: { extraArgs: args({ profiling: 'false', 'terminated-pod-gc-threshold': '1000' }) },
    scheduler: { extraArgs: args({ profiling: 'false' }) },
  };
}

export const apiServerArguments: Record<string, string> = {
  'admission-control-config-file': `${policiesFolder}/admission.yaml`,
  'audit-log-maxage': '30',
  'audit-log-maxbackup': '10',
  'audit-log-maxsize': '100',
  'audit-log-path': `${auditLogFolder}/audit.log`,
  'audit-policy-file': `${policiesFolder}/audit.yaml`,
  'authentication-config': `${policiesFolder}/authentication.yaml`,
  'enable-admission-plugins': 'NodeRestriction',
  'encryption-provider-config': `${policiesFolder}/encryption.yaml`,
  // A node that is gone gives its pods back after this long, not after five minutes.
  'default-not-ready-toleration-seconds': '30',
  'default-unreachable-toleration-seconds': '30',
  profiling: 'false',
  'tls-min-version': 'VersionTLS12',
};

const etcdArguments = {
  'auto-compaction-mode': 'periodic',
  'auto-compaction-retention': '8h',
  'quota-backend-bytes': '4294967296',
};

function kubeletConfiguration({ networks }: Site): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
    authorization: { mode: 'Webhook' },
    cgroupDriver: 'systemd',
    clusterDNS: [addressIn(networks.services, dnsOffset)],
    clusterDomain: 'cluster.local',
    containerLogMaxFiles: 5,
    containerLogMaxSize: '50Mi',
    protectKernelDefaults: true,
    rotateCertificates: true,
    // Certificates of the cluster's authority, so that figures are asked for without looking away.
    serverTLSBootstrap: true,
    readOnlyPort: 0,
    serializeImagePulls: false,
    shutdownGracePeriod: '90s',
    shutdownGracePeriodCriticalPods: '20s',
    tlsMinVersion: 'VersionTLS12',
    systemReserved: { cpu: '200m', memory: '512Mi' },
    kubeReserved: { cpu: '200m', memory: '512Mi' },
    evictionHard: { 'memory.available': '200Mi', 'nodefs.available': '10%', 'imagefs.available': '10%' },
  };
}

function proxyConfiguration({ networks }: Site): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'nftables',
    clusterCIDR: networks.pods,
  };
}

function args(values: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
