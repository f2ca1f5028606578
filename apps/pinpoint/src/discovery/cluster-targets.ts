import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import type { PodTrouble } from '../signals/pod.ts';
import { type Pod, podList, podTrouble } from './pods.ts';
import type { Discovery, Target } from './target.ts';

const refreshMs = 2_000;
const timeoutMs = 3_000;

export interface ClusterOptions {
  readonly apiUrl: string;
  /** Folder of the service account: token, ca.crt, namespace. */
  readonly credentials: string;
  /** The services to look at, with an address of each that tells its port. */
  readonly services: ReadonlyMap<string, readonly URL[]>;
}

/**
 * The pods of our services as the API server tells them, by a Role that may read pods and nothing else. While it does not
 * answer the pods last known are looked at.
 */
export class ClusterTargets implements Discovery {
  pods: readonly PodTrouble[] = [];
  private known: readonly Target[] = [];
  private askedMs = -Infinity;
  private agent: Agent | undefined;

  constructor(
    private readonly options: ClusterOptions,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  async targets(): Promise<readonly Target[]> {
    if (performance.now() - this.askedMs >= refreshMs) {
      this.askedMs = performance.now();
      await this.refresh().catch(this.onFailure);
    }
    return this.known;
  }

  close(): Promise<void> {
    return this.agent?.close() ?? Promise.resolve();
  }

  private async refresh(): Promise<void> {
    const { apiUrl, credentials } = this.options;
    // Read each time: Kubernetes replaces the token long before it ends.
    const [token, namespace] = await Promise.all(
      ['token', 'namespace'].map(async (name) => (await readFile(join(credentials, name), 'utf8')).trim()),
    );
    this.agent ??= new Agent({ connect: { ca: await readFile(join(credentials, 'ca.crt'), 'utf8') } });
    const selector = encodeURIComponent('app.kubernetes.io/component=service');
    const { statusCode, body } = await request(
      `${apiUrl}/api/v1/namespaces/${namespace ?? ''}/pods?labelSelector=${selector}`,
      {
        dispatcher: this.agent,
        headers: { authorization: `Bearer ${token ?? ''}`, accept: 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
      },
    );
    const answer: unknown = await body.json();
    if (statusCode !== 200) throw new Error(`the API server answered ${statusCode}`);
    const { items } = podList.parse(answer);
    this.known = items.flatMap((pod) => this.targetOf(pod));
    this.pods = items.flatMap((pod) => podTrouble(pod, Date.now()) ?? []);
  }

  /** A pod without an address has not been given a node yet: there is nothing to ask. */
  private targetOf({ metadata: { name, labels }, spec: { nodeName }, status: { podIP, phase } }: Pod): Target[] {
    const service = labels['app.kubernetes.io/name'] ?? '';
    const [example] = this.options.services.get(service) ?? [];
    if (podIP === undefined || example === undefined || phase === 'Succeeded' || phase === 'Failed') return [];
    const host = podIP.includes(':') ? `[${podIP}]` : podIP;
    return [{ service, instance: name, machine: nodeName, url: new URL(`http://${host}:${example.port}`) }];
  }
}
