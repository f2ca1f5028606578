import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Logger } from '@wellspring/platform';
import type { Upstream } from '../upstream/upstream.ts';

/** @returns every address a name has, of one family: a pod has one of each */
export type LookUp = (host: string) => Promise<readonly string[]>;

/**
 * Follows upstreams to their pods, so that each request goes to one of those and not to whichever a connection happened to
 * lead to once. Pods whose name cannot be looked up, or has no address at the moment, stay where they were: what is gone
 * refuses connections, and then there are the others and the Service.
 */
export class AddressWatch {
  private readonly hosts: readonly string[];
  private failing = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly upstreams: readonly Upstream[],
    /** What the name under which DNS has the pods has at the end of the Service's. */
    private readonly suffix: string,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
    private readonly everyMs: number,
    private readonly lookUp: LookUp = lookUpInSystem,
  ) {
    const hosts = upstreams.flatMap(({ urls }) => urls.map(({ hostname }) => hostname));
    this.hosts = [...new Set(hosts)].filter((host) => isIP(host.replace(/^\[|\]$/g, '')) === 0);
  }

  start(): void {
    if (this.hosts.length === 0) return;
    void this.look().finally(() => {
      if (this.isStopped) return;
      this.timer = setTimeout(() => {
        this.start();
      }, this.everyMs);
      this.timer.unref();
    });
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** Looks once, at one name after the other: a name server that hangs takes one of the few threads for it, not all. */
  async look(): Promise<void> {
    const found = new Map<string, readonly string[]>();
    for (const host of this.hosts) {
      try {
        found.set(host, await this.lookUp(`${host}${this.suffix}`));
        this.failing.delete(host);
      } catch (error) {
        if (!this.failing.has(host)) this.logger.warn('pods of an upstream cannot be looked up', { host, error });
        this.failing.add(host);
      }
    }
    for (const upstream of this.upstreams) {
      if (!upstream.locate(found)) continue;
      const pods = upstream.endpoints.map(({ name }) => name);
      this.logger.info('upstream has other pods', { upstream: upstream.name, pods });
    }
  }
}

async function lookUpInSystem(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, order: 'ipv4first' });
  return found.filter(({ family }) => family === found[0]?.family).map(({ address }) => address);
}
