/** What a cluster says about itself, as far as a description has something to say about it. */
import { CoreV1Api, KubeConfig, type V1Node } from '@kubernetes/client-node';

export interface NodeState {
  name: string;
  address: string;
  controlPlane: boolean;
  zone: string;
  kubelet: string;
  ready: boolean;
  /** Of the last snapshot of etcd that could be restored. */
  snapshotAt?: Date;
}

export interface ClusterState {
  nodes: NodeState[];
  /** Of each API server, by machine. */
  apiServers: { machine: string; version: string; arguments: string[] }[];
}

const controlPlaneLabel = 'node-role.kubernetes.io/control-plane';
const zoneLabel = 'topology.kubernetes.io/zone';
const snapshotAnnotation = 'wellspring/etcd-snapshot-at';

export function clusterConfig(context: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromDefault();
  if (!config.getContextObject(context)) {
    const names = config.getContexts().map(({ name }) => name);
    throw new Error(`The kubeconfig has no context "${context}". It has: ${names.join(', ')}`);
  }
  config.setCurrentContext(context);
  return config;
}

export async function readClusterState(config: KubeConfig): Promise<ClusterState> {
  const core = config.makeApiClient(CoreV1Api);
  const { items: nodes } = await core.listNode();
  const { items: apiServers } = await core.listNamespacedPod({
    namespace: 'kube-system',
    labelSelector: 'component=kube-apiserver',
  });
  return {
    nodes: nodes.map(nodeState),
    apiServers: apiServers.map(({ spec }) => {
      const [container] = spec?.containers ?? [];
      return {
        machine: spec?.nodeName ?? '',
        version: container?.image?.split(':').at(-1) ?? '',
        arguments: container?.command ?? [],
      };
    }),
  };
}

function nodeState({ metadata, status }: V1Node): NodeState {
  const labels = metadata?.labels ?? {};
  const taken = metadata?.annotations?.[snapshotAnnotation];
  return {
    name: metadata?.name ?? '',
    address: status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '',
    controlPlane: controlPlaneLabel in labels,
    zone: labels[zoneLabel] ?? '',
    kubelet: status?.nodeInfo?.kubeletVersion ?? '',
    ready: status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
    ...(taken !== undefined && { snapshotAt: new Date(taken) }),
  };
}
