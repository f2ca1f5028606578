/** What Telegraf measures beside the services, with its tags: names are of its plugins (deploy/charts/telegraf). */
const pod = ['namespace', 'node_name', 'pod_name'];

export const telegrafMeasurements = new Map<string, string[]>([
  ['inventory_kubernetes_deployment', ['deployment_name', 'namespace']],
  ['pod', [...pod, 'container_name', 'phase', 'state', 'readiness', 'service', 'version']],
  ['kubernetes_pod_container', [...pod, 'container_name']],
  ['kubernetes_pod_volume', [...pod, 'volume_name']],
  ['kubernetes_node', ['node_name']],
  ['x509_cert', ['source', 'common_name']],
  ['internal_gather', ['input', 'alias']],
  ['internal_write', ['output', 'alias']],
]);
