/** What the agent needs to know, from its environment. */

export interface Settings {
  elasticsearchUrl: string;
  username: string;
  password: string;
  /** Of the deployment: "staging". In the name of every data stream. */
  environment: string;
  nodeName: string;
  /** Kubernetes namespaces whose containers are read. */
  namespaces: string[];
  /** Where the kubelet keeps the logs of pods. */
  logFolder: string;
  /** Where the agent remembers how far it has read. */
  stateFolder: string;
  kubernetesUrl: string;
  /** With `token` and `ca.crt`, as Kubernetes mounts a service account. */
  serviceAccountFolder: string;
  /** Certificates of authorities to trust besides those that everybody does. */
  certificateFiles: string[];
}

/** @throws Error naming every variable that is missing */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const missing: string[] = [];
  const required = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') missing.push(name);
    return value ?? '';
  };
  const listed = (text: string | undefined): string[] => (text ?? '').split(',').filter((each) => each !== '');
  const serviceAccountFolder = environment['SERVICE_ACCOUNT_FOLDER'] ?? '/var/run/secrets/kubernetes.io/serviceaccount';
  const settings: Settings = {
    elasticsearchUrl: required('ELASTICSEARCH_URL').replace(/\/$/, ''),
    username: required('ELASTICSEARCH_USERNAME'),
    password: required('ELASTICSEARCH_PASSWORD'),
    environment: required('ENVIRONMENT'),
    nodeName: required('NODE_NAME'),
    namespaces: listed(required('NAMESPACES')),
    logFolder: environment['LOG_FOLDER'] ?? '/var/log/pods',
    stateFolder: environment['STATE_FOLDER'] ?? '/var/lib/wellspring-log-agent',
    kubernetesUrl: environment['KUBERNETES_URL'] ?? 'https://kubernetes.default.svc',
    serviceAccountFolder,
    certificateFiles: [`${serviceAccountFolder}/ca.crt`, ...listed(environment['CERTIFICATE_FILES'])],
  };
  if (missing.length > 0) throw new Error(`Not set: ${missing.join(', ')}`);
  return settings;
}
