/** Which image a container runs, as the API server knows it: the node's files do not say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerLog } from './container-log.ts';

export interface ImageDigestsOptions {
  url: string;
  /** With `token`, which is replaced from time to time. */
  serviceAccountFolder: string;
}

interface PodStatus {
  status?: { containerStatuses?: ContainerStatus[]; initContainerStatuses?: ContainerStatus[] };
}

interface ContainerStatus {
  name: string;
  imageID: string;
}

const timeoutMs = 2_000;
/** How long nothing is asked after there was no answer: lines do not wait for what is only nice to know. */
const pauseMs = 30_000;
const digestPattern = /sha256:[0-9a-f]{64}$/;

export class ImageDigests {
  private readonly options: ImageDigestsOptions;
  private readonly known = new Map<string, string | undefined>();
  private pausedUntilMs = 0;

  constructor(options: ImageDigestsOptions) {
    this.options = options;
  }

  /** @returns undefined when nobody knows, or not now */
  async of({ namespace, pod, podUid, container }: ContainerLog): Promise<string | undefined> {
    const key = `${podUid}/${container}`;
    if (this.known.has(key)) return this.known.get(key);
    if (Date.now() < this.pausedUntilMs) return undefined;
    try {
      const answer = await this.ask(`/api/v1/namespaces/${namespace}/pods/${pod}`);
      for (const { name, imageID } of containersIn(answer)) {
        const [digest] = digestPattern.exec(imageID) ?? [];
        if (digest !== undefined) this.known.set(`${podUid}/${name}`, digest);
      }
      // A pod that is gone will not come back.
      if (answer === undefined) this.known.set(key, undefined);
    } catch {
      this.pausedUntilMs = Date.now() + pauseMs;
    }
    return this.known.get(key);
  }

  /** Forgets the containers of pods that are no more. */
  keepOnly(podUids: ReadonlySet<string>): void {
    for (const key of this.known.keys()) if (!podUids.has(key.slice(0, key.indexOf('/')))) this.known.delete(key);
  }

  private async ask(path: string): Promise<PodStatus | undefined> {
    const token = readFileSync(join(this.options.serviceAccountFolder, 'token'), 'utf8').trim();
    const response = await fetch(this.options.url + path, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`The API server answered ${response.status}`);
    return (await response.json()) as PodStatus;
  }
}

function containersIn(pod: PodStatus | undefined): ContainerStatus[] {
  return [...(pod?.status?.containerStatuses ?? []), ...(pod?.status?.initContainerStatuses ?? [])];
}
