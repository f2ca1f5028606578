/** The cluster, read through its API server with the operator's own kubeconfig. Only Helm changes what runs. */
import { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { apiRequest, type Answer } from '../cluster/api-request.ts';
import type { Environment } from './environment.ts';
import { isHopeless, type ContainerTrouble } from './hopeless.ts';
import type { Manifest } from './manifest.ts';

export interface Pod {
  name: string;
  /** Label `app.kubernetes.io/version`: the beginning of its image's digest. */
  version: string;
  image: string;
  ready: boolean;
  /** It has been told to go. */
  leaving: boolean;
  restarts: number;
  /** Why it does not run, in Kubernetes' words, if it does not. */
  trouble: string | undefined;
  /** Waiting does not mend it. */
  hopeless: boolean;
}

/** Something Kubernetes complained about. */
export interface Warning {
  /** The same as long as it has not happened again. */
  id: string;
  /** Name of the object it is about. */
  about: string;
  text: string;
}

/** What the checks of a release need; tests put their own in its place. */
export interface PodReader {
  pods: (service: string, component?: 'service' | 'migration') => Promise<Pod[]>;
  /** A request to a pod through the API server, so that the caller needs no way into the cluster's network. */
  askPod: (pod: string, port: number, path: string) => Promise<Answer>;
}

/** Pods that follow files while they run. */
export interface FileHolders extends PodReader {
  /** Has the pod's node bring the files of its volumes up to date now, which it does by itself once a minute. */
  refreshFiles: (pod: string) => Promise<void>;
}

const podList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        labels: z.record(z.string(), z.string()).default({}),
        deletionTimestamp: z.string().optional(),
      }),
      spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
      status: z
        .object({
          conditions: z
            .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
            .default([]),
          containerStatuses: z
            .array(
              z.object({
                restartCount: z.number(),
                state: z
                  .object({
                    waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).optional(),
                  })
                  .optional(),
                lastState: z.object({ terminated: z.object({ exitCode: z.number() }).optional() }).optional(),
              }),
            )
            .default([]),
        })
        .default({ conditions: [], containerStatuses: [] }),
    }),
  ),
});

const events = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ uid: z.string() }),
      involvedObject: z.object({ name: z.string() }),
      reason: z.string().default(''),
      message: z.string().default(''),
      count: z.number().nullish(),
      series: z.object({ count: z.number() }).nullish(),
    }),
  ),
});

export class Cluster implements FileHolders {
  readonly namespace: string;
  private readonly config = new KubeConfig();

  constructor({ namespace, context }: Pick<Environment, 'namespace' | 'context'>) {
    this.namespace = namespace;
    this.config.loadFromDefault();
    if (context !== undefined) {
      if (!this.config.getContextObject(context)) {
        const known = this.config.getContexts().map(({ name }) => name);
        throw new Error(`The kubeconfig has no context "${context}". It has: ${known.join(', ') || 'none'}`);
      }
      this.config.setCurrentContext(context);
    }
  }

  /** @returns the object as it is in the cluster, undefined if it is not there. */
  async read({ apiVersion, kind, metadata }: Manifest): Promise<Manifest | undefined> {
    const api = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
    const { status, body } = await this.get(`/${api}/namespaces/${this.namespace}/${pluralOf(kind)}/${metadata.name}`);
    if (status === 404) return undefined;
    return ok(status, body, `${kind}/${metadata.name}`) as Manifest;
  }

  async pods(service: string, component = 'service'): Promise<Pod[]> {
    const labels = `app.kubernetes.io/name=${service},app.kubernetes.io/component=${component}`;
    const { status, body } = await this.get(`${this.path('pods')}?labelSelector=${encodeURIComponent(labels)}`);
    return podList
      .parse(ok(status, body, `pods of ${service}`))
      .items.map(({ metadata, spec, status: { conditions, containerStatuses } }) => {
        const troubles = containerStatuses.flatMap(({ state, lastState }): ContainerTrouble[] =>
          state?.waiting ? [{ ...state.waiting, lastExitCode: lastState?.terminated?.exitCode }] : [],
        );
        const waiting = troubles.find(isHopeless) ?? troubles[0];
        const unscheduled = conditions.find(({ type, status: value }) => type === 'PodScheduled' && value === 'False');
        return {
          name: metadata.name,
          version: metadata.labels['app.kubernetes.io/version'] ?? '',
          image: spec.containers[0]?.image ?? '',
          ready: conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
          leaving: metadata.deletionTimestamp !== undefined,
          restarts: containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
          trouble: waiting ? [waiting.reason, waiting.message].filter(Boolean).join(': ') : unscheduled?.message,
          hopeless: waiting !== undefined && isHopeless(waiting),
        };
      });
  }

  askPod(pod: string, port: number, path: string): Promise<Answer> {
    return this.get(`${this.path('pods')}/${pod}:${port}/proxy${path}`);
  }

  /** A node looks at a pod's volumes when the pod changes, and a note on it is the least of changes. */
  async refreshFiles(pod: string): Promise<void> {
    const body = { metadata: { annotations: { 'wellspring/files-refreshed-at': new Date().toISOString() } } };
    const answer = await apiRequest(this.config, { method: 'PATCH', path: `${this.path('pods')}/${pod}`, body });
    // A pod that has left meanwhile needs no files.
    if (answer.status !== 404) ok(answer.status, answer.body, `a note on pod ${pod}`);
  }

  /** The end of what a pod's container wrote; empty when there is nothing to be had. */
  async logOf(pod: string, lines: number): Promise<string> {
    const { status, body } = await this.get(`${this.path('pods')}/${pod}/log?tailLines=${lines}`);
    return status === 200 ? body.trimEnd() : '';
  }

  /** Of a service's pods and of what makes them: quota exceeded, security policy violated, image not found. */
  async warnings(service: string): Promise<Warning[]> {
    const kinds = [
      ['ReplicaSet', `${service}-`],
      ['Pod', `${service}-`],
      ['Job', `${service}-migration`],
    ] as const;
    const found: Warning[] = [];
    for (const [kind, prefix] of kinds) {
      const selector = encodeURIComponent(`type=Warning,involvedObject.kind=${kind}`);
      const { status, body } = await this.get(`${this.path('events')}?fieldSelector=${selector}`);
      if (status !== 200) continue;
      for (const { metadata, involvedObject, reason, message, count, series } of events.parse(JSON.parse(body)).items) {
        if (!involvedObject.name.startsWith(prefix)) continue;
        const id = `${metadata.uid} ${series?.count ?? count ?? 1}`;
        found.push({ id, about: involvedObject.name, text: `${reason}: ${message}` });
      }
    }
    return found;
  }

  private path(resource: string): string {
    return `/api/v1/namespaces/${this.namespace}/${resource}`;
  }

  private get(path: string): Promise<Answer> {
    return apiRequest(this.config, { path });
  }
}

/** Kinds the charts render; all have regular plurals. */
export function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}

function ok(status: number, body: string, what: string): unknown {
  if (status === 200) return JSON.parse(body);
  throw new Error(`The cluster answered ${status} when asked for ${what}: ${body.slice(0, 300)}`);
}
