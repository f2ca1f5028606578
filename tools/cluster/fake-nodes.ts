/**
 * Plays the nodes of a cluster for tests: sets the status of pods as a kubelet would. All pods have this machine's own
 * address, where the test answers for them.
 */
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { apiRequest } from './api-request.ts';

/** `imageless`: its image is not to be had. */
export type Fate = 'ready' | 'unready' | 'imageless' | 'succeeded' | 'failed';

const pendingPods = z.object({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
      spec: z.looseObject({ containers: z.array(z.looseObject({ name: z.string(), image: z.string() })) }),
    }),
  ),
});

export type PendingPod = z.output<typeof pendingPods>['items'][number];

const podNotes = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string(), annotations: z.unknown() }) })),
});

const configMap = z.object({ data: z.record(z.string(), z.string()).default({}) });

export class FakeNodes {
  /** Label `app.kubernetes.io/version` of the pod of each service that became ready last. */
  readonly readyVersions = new Map<string, string>();
  readonly address = ownAddress();
  private readonly client: KubeConfig;
  private readonly namespace: string;
  private readonly pods: string;
  private readonly mounts = new Map<string, { notes: string; data: Record<string, string> }>();
  private readonly fateOf: (pod: PendingPod) => Fate;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  /** @param fateOf what becomes of a pod; asked again while it is `unready` */
  constructor(client: KubeConfig, namespace: string, fateOf: (pod: PendingPod) => Fate) {
    this.client = client;
    this.namespace = `/api/v1/namespaces/${namespace}`;
    this.pods = `${this.namespace}/pods`;
    this.fateOf = fateOf;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /**
   * A service's files as its pods have them: a kubelet looks at the ConfigMap when a pod comes or its annotations change. The
   * look it takes once a minute never comes here.
   */
  async mountedFiles(service: string): Promise<Record<string, string>> {
    const selector = encodeURIComponent(`app.kubernetes.io/name=${service},app.kubernetes.io/component=service`);
    const listed = await apiRequest(this.client, { path: `${this.pods}?labelSelector=${selector}` });
    const notes = JSON.stringify(podNotes.parse(JSON.parse(listed.body)));
    const known = this.mounts.get(service);
    if (known?.notes === notes) return known.data;
    const { body } = await apiRequest(this.client, { path: `${this.namespace}/configmaps/${service}-files` });
    const { data } = configMap.parse(JSON.parse(body));
    this.mounts.set(service, { notes, data });
    return data;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const { body } = await apiRequest(this.client, { path: `${this.pods}?fieldSelector=status.phase%3DPending` });
      for (const pod of pendingPods.parse(JSON.parse(body)).items) await this.decide(pod);
      await delay(100);
    }
  }

  private async decide(pod: PendingPod): Promise<void> {
    const { name, labels } = pod.metadata;
    const fate = this.fateOf(pod);
    if (fate === 'unready') return;
    const body = { ...pod, status: statusOf(fate, pod, this.address) };
    const path = `${this.pods}/${name}/status`;
    // Deleted or changed in between: the next round sees it as it is then.
    const { status } = await apiRequest(this.client, { method: 'PUT', path, body });
    const version = labels['app.kubernetes.io/version'];
    if (status === 200 && fate === 'ready' && version !== undefined) {
      this.readyVersions.set(labels['app.kubernetes.io/name'] ?? '', version);
    }
  }
}

function statusOf(fate: Exclude<Fate, 'unready'>, { spec }: PendingPod, address: string): object {
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  const ready = fate === 'ready';
  return {
    phase: { ready: 'Running', imageless: 'Pending', succeeded: 'Succeeded', failed: 'Failed' }[fate],
    startTime: time,
    podIP: address,
    podIPs: [{ ip: address }],
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
      type,
      status: ready || type === 'PodScheduled' ? 'True' : 'False',
      lastTransitionTime: time,
    })),
    containerStatuses: spec.containers.map(({ name, image }) => ({
      name,
      image,
      imageID: '',
      ready,
      started: ready,
      restartCount: 0,
      state: stateOf(fate, image, time),
    })),
  };
}

function stateOf(fate: Exclude<Fate, 'unready'>, image: string, time: string): object {
  switch (fate) {
    case 'ready':
      return { running: { startedAt: time } };
    case 'imageless':
      return { waiting: { reason: 'ErrImagePull', message: `failed to resolve reference "${image}": not found` } };
    case 'succeeded':
      return { terminated: { exitCode: 0, reason: 'Completed' } };
    case 'failed':
      return { terminated: { exitCode: 1, reason: 'Error' } };
  }
}

/** The API server's proxy refuses loopback addresses. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  if (own === undefined)
    throw new Error('This machine has no address but loopback, to which the API server does not proxy');
  return own;
}
