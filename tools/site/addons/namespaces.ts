/** Namespaces that the cluster has before anything is deployed into them. */
const level = 'pod-security.kubernetes.io/enforce';

/** @param services where the environment's services are */
export function namespaceManifests(services: string): object[] {
  return [
    namespace(services, 'restricted'),
    namespace('monitoring', 'restricted'),
    namespace('databases', 'restricted'),
    // The log agent reads files of the node.
    namespace(`${services}-logs`, 'privileged'),
    namespace('cnpg-system', 'restricted'),
    // Calico's and the ingress's own parts take ports and networks of the machine.
    ...['tigera-operator', 'calico-system', 'envoy-gateway-system'].map((name) => namespace(name, 'privileged')),
  ];
}

function namespace(name: string, security: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { [level]: security } } };
}
