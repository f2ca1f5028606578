/** What `cluster.yaml` may say: `deploy/cluster/<site>/`, one folder for each place that has a cluster of its own. */
import { isIPv4 } from 'node:net';
import { z } from 'zod';
import { isNetwork } from './networks.ts';

const address = z.string().refine(isIPv4, 'is no IPv4 address, as in 10.30.0.4');
const network = z.string().refine(isNetwork, 'is no network, as in 10.30.0.0/24');
const networks = z.array(network).min(1);
const isVersion = 'is no version, as in 1.36.3';
const version = z.string(isVersion).regex(/^\d+\.\d+\.\d+$/, isVersion);
const https = z.url({ protocol: /^https$/, error: 'is no address that begins with https://' });
/** Names of machines are names of nodes, which are labels of DNS. */
const label = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'takes lower-case letters, digits and hyphens');
const host = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is no host name, as in portal.example.com');
const file = z.string().min(1);

const machine = z.strictObject({
  name: label.describe('Of the machine and of its node.'),
  address: address.describe('In the network of the nodes.'),
  mac: z
    .string()
    .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'is no hardware address, as in 52:54:00:aa:00:04')
    .describe('Hardware address of the card it is reached by.'),
  role: z.enum(['control-plane', 'worker']).describe('Whether it decides or carries the load.'),
  zone: label.describe('What fails together: a room, a rack, a power supply.'),
});

export const siteSchema = z.strictObject({
  environment: z
    .string()
    .min(1)
    .describe('What runs on this cluster (deploy/environments): its flows are what the firewalls let through.'),
  founder: label
    .optional()
    .describe(
      'The machine that makes the cluster. Take it out once the cluster runs: from then on every machine joins.',
    ),
  versions: z
    .strictObject({
      debian: z.enum(['bookworm', 'trixie']).describe('Release of Debian on every machine.'),
      kubernetes: version.describe('Of the control plane and of the nodes.'),
      calico: version.describe('Network plug-in that enforces network policies: the chart tigera-operator.'),
      envoyGateway: version.describe('Ingress by the Gateway API: the chart gateway-helm.'),
      metricsServer: version.describe('For the autoscalers: the chart metrics-server.'),
      kubeletCsrApprover: version.describe('Approves what kubelets ask for: the chart kubelet-csr-approver.'),
      cloudNativePg: version.describe('Operator of PostgreSQL: the chart cloudnative-pg.'),
    })
    .describe('What runs. Changed here, then carried out machine by machine (npm run cluster -- plan).'),
  networks: z
    .strictObject({
      nodes: network.describe('That the machines are in.'),
      gateway: address.describe('Way out of that network.'),
      pods: network.describe('For pods; nobody outside the cluster uses it.'),
      services: network.describe('For Services; nobody outside the cluster uses it.'),
    })
    .describe('Apart from each other.'),
  controlPlane: z
    .strictObject({
      address: address.describe('Virtual address that is always at a machine whose API server answers.'),
    })
    .describe('Where the API is reached.'),
  customers: z
    .strictObject({
      address: address.describe('Virtual address that is always at a worker whose ingress answers.'),
      host: host.describe('Name of the portal.'),
      networks: networks.describe('Where customers come from; 0.0.0.0/0 is the Internet.'),
    })
    .describe('What customers reach.'),
  operators: z
    .strictObject({
      host: host.describe('Name of the console; it is at the same address as the portal, port 8443.'),
      networks: networks.describe('Where operators come from.'),
    })
    .describe('Who looks after the portal.'),
  administrators: z
    .strictObject({
      networks: networks.describe('From where machines and the API may be administered.'),
      people: z
        .array(
          z.strictObject({ name: label, key: z.string().regex(/^(ssh|ecdsa|sk)-\S+ \S+/, 'is no public SSH key') }),
        )
        .min(1)
        .describe('Each with the public part of a key of their own.'),
    })
    .describe('Who looks after the machines.'),
  nameServers: z.array(address).min(1).describe('DNS.'),
  timeServers: z.array(address).min(1).describe('NTP.'),
  mirrors: z
    .strictObject({
      networks: networks.describe('Where the mirrors are.'),
      authority: file.describe('Certificates that vouch for the mirrors: a PEM file beside cluster.yaml.'),
      debian: https.describe('Debian.'),
      security: https.describe("Debian's security updates."),
      kubernetes: z
        .strictObject({
          url: https.describe('Packages of the minor version: kubeadm, kubelet, kubectl, cri-tools.'),
          key: file.describe('Key that signs them: an armoured file beside cluster.yaml.'),
        })
        .describe('Packages of Kubernetes.'),
      images: z
        .record(z.string(), https)
        .describe('For each registry that images are named by, where they are had. No other registry is asked.'),
      charts: z.url({ protocol: /^oci$/, error: 'is no address that begins with oci://' }).describe('Helm charts.'),
    })
    .describe('Inside the walls, in place of the Internet.'),
  snapshots: z
    .strictObject({
      url: https.describe('Folder in an S3-compatible store that takes PUT: one object for each snapshot.'),
      region: z.string().default('us-east-1').describe('As the store calls it; most of those at home do not care.'),
      networks: networks.describe('Where the store is.'),
      recipient: z
        .string()
        .regex(/^age1[a-z0-9]+$/, 'is no recipient of age, as in age1…')
        .describe('Whom snapshots are encrypted for; the key to it is kept where the cluster cannot reach it.'),
      everyHours: z.int().min(1).max(24).default(1).describe('How often each control plane machine takes one.'),
    })
    .describe('Of etcd.'),
  machines: z.array(machine).min(1).describe('Every machine there is to be.'),
});

export type Machine = z.output<typeof machine>;
/** The description together with the contents of the files it names. */
export interface Site extends z.output<typeof siteSchema> {
  name: string;
  mirrorAuthority: string;
  kubernetesKey: string;
}
export type Description = z.output<typeof siteSchema>;

export function controlPlane({ machines }: Pick<Site, 'machines'>): Machine[] {
  return machines.filter(({ role }) => role === 'control-plane');
}

export function workers({ machines }: Pick<Site, 'machines'>): Machine[] {
  return machines.filter(({ role }) => role === 'worker');
}

export function apiAddress({ controlPlane: { address: at } }: Pick<Site, 'controlPlane'>): string {
  return `${at}:6443`;
}
