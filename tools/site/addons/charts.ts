/** What runs on every cluster beside the services: the makers' charts, in these versions, with these values. */
import type { Site } from '../description/site.ts';

export interface Chart {
  /** Also the name of the release. */
  name: string;
  version: string;
  namespace: string;
  values: object;
}

/** In the order in which they are installed. */
export function charts(site: Site): Chart[] {
  const { versions } = site;
  return [
    { name: 'tigera-operator', version: `v${versions.calico}`, namespace: 'tigera-operator', values: calico(site) },
    {
      name: 'kubelet-csr-approver',
      version: versions.kubeletCsrApprover,
      namespace: 'kube-system',
      values: csrApprover(site),
    },
    { name: 'metrics-server', version: versions.metricsServer, namespace: 'kube-system', values: metricsServer },
    {
      name: 'gateway-helm',
      version: `v${versions.envoyGateway}`,
      namespace: 'envoy-gateway-system',
      values: { deployment: { replicas: 2 } },
    },
    {
      name: 'cloudnative-pg',
      version: versions.cloudNativePg,
      namespace: 'cnpg-system',
      values: { replicaCount: 2 },
    },
  ];
}

function calico({ networks }: Site): object {
  return {
    installation: {
      cni: { type: 'Calico' },
      calicoNetwork: {
        bgp: 'Disabled',
        hostPorts: 'Enabled',
        linuxDataplane: 'Nftables',
        ipPools: [{ cidr: networks.pods, encapsulation: 'VXLAN', natOutgoing: 'Enabled' }],
      },
    },
    apiServer: { enabled: false },
    goldmane: { enabled: false },
    whisker: { enabled: false },
  };
}

/** A kubelet gets a certificate for the name and the address that the description gives it, and for no other. */
function csrApprover(site: Site): object {
  return {
    providerRegex: `^(${site.machines.map(({ name }) => name).join('|')})$`,
    providerIpPrefixes: [site.networks.nodes],
    bypassDnsResolution: true,
    maxExpirationSeconds: 366 * 24 * 3600,
  };
}

const metricsServer = {
  replicas: 2,
  podDisruptionBudget: { enabled: true, minAvailable: 1 },
  args: [
    '--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
    '--kubelet-preferred-address-types=InternalIP',
  ],
};
