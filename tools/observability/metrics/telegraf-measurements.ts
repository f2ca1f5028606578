/** What Telegraf measures beside the services, with its tags: names are of its plugins (deploy/charts/telegraf). */
const pod = ['namespace', 'node_name', 'pod_name'];

export const telegrafMeasurements = new Map<string, string[]>([
  ['prometheus_request', ['service', 'version', 'pod_name', 'namespace']],
  ['inventory_kubernetes_deployment', ['deployment_name', 'namespace']],
  ['inventory_kubernetes_pod_container', [...pod, 'container_name', 'phase', 'state', 'readiness']],
  ['kubernetes_pod_container', [...pod, 'container_name']],
  ['kubernetes_pod_volume', [...pod, 'volume_name']],
  ['kubernetes_node', ['node_name']],
  ['x509_cert', ['source', 'common_name']],
  ['internal_gather', ['input', 'alias']],
  ['internal_write', ['output', 'alias']],
]);
