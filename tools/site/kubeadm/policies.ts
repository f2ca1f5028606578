/** What the API server is told about who may do what, and what it writes down. Each is a file of its own. */
import { stringify } from 'yaml';

/** Namespaces of the cluster's own parts, which need more of the machine than pods may otherwise have. */
const systemNamespaces = ['kube-system', 'tigera-operator', 'calico-system', 'envoy-gateway-system'];

export function policyFiles(encryptionKey: string): Record<string, string> {
  return {
    'authentication.yaml': stringify(authentication),
    'admission.yaml': stringify(admission),
    'audit.yaml': stringify(audit),
    'encryption.yaml': stringify(encryption(encryptionKey)),
  };
}

/** Probes of the kubelet and of the virtual address have no credentials; nothing else does without. */
const authentication = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  anonymous: { enabled: true, conditions: ['/livez', '/readyz', '/healthz'].map((path) => ({ path })) },
};

/** A namespace that says nothing gets what is strict, not what is lax. */
const admission = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AdmissionConfiguration',
  plugins: [
    {
      name: 'PodSecurity',
      configuration: {
        apiVersion: 'pod-security.admission.config.k8s.io/v1',
        kind: 'PodSecurityConfiguration',
        defaults: {
          enforce: 'restricted',
          'enforce-version': 'latest',
          audit: 'restricted',
          'audit-version': 'latest',
          warn: 'restricted',
          'warn-version': 'latest',
        },
        exemptions: { usernames: [], runtimeClasses: [], namespaces: systemNamespaces },
      },
    },
  ],
};

/** Who changed what, with contents; who read a Secret, without; not what the machinery says to itself all day. */
const audit = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    {
      level: 'None',
      userGroups: ['system:nodes', 'system:serviceaccounts:kube-system'],
      verbs: ['get', 'list', 'watch'],
    },
    { level: 'None', nonResourceURLs: ['/livez*', '/readyz*', '/healthz*', '/version', '/metrics'] },
    {
      level: 'None',
      resources: [
        { group: 'coordination.k8s.io', resources: ['leases'] },
        { group: '', resources: ['events'] },
      ],
    },
    {
      level: 'Metadata',
      resources: [
        { group: '', resources: ['secrets', 'configmaps', 'serviceaccounts/token'] },
        { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
      ],
    },
    { level: 'Metadata', verbs: ['get', 'list', 'watch'] },
    { level: 'RequestResponse', verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'] },
    { level: 'Metadata' },
  ],
};

/** The last provider reads what was written before there was a key. */
function encryption(secret: string): object {
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [
      { resources: ['secrets'], providers: [{ secretbox: { keys: [{ name: 'first', secret }] } }, { identity: {} }] },
    ],
  };
}
