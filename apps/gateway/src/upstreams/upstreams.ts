import type { Upstream } from '../upstream/upstream.ts';

/** See `UpstreamConnection.sweep`. */
const sweepEveryMs = 500;

/** Every upstream by the name that `migration.yaml` uses, and what the gateway reaches on its own account only. */
export class Upstreams {
  private readonly byName: ReadonlyMap<string, Upstream>;
  private readonly sweeper: NodeJS.Timeout;

  /** @param listeners by old portal, where its delegated sign-in is: no route leads there */
  constructor(
    upstreams: readonly Upstream[],
    private readonly listeners: ReadonlyMap<string, Upstream> = new Map(),
  ) {
    this.byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
    this.sweeper = setInterval(() => {
      const now = performance.now();
      for (const upstream of this.all) upstream.sweep(now);
    }, sweepEveryMs);
    this.sweeper.unref();
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  get all(): readonly Upstream[] {
    return [...this.byName.values(), ...this.listeners.values()];
  }

  get(name: string): Upstream | undefined {
    return this.byName.get(name);
  }

  /** @returns undefined where the delegated sign-in is where the portal is */
  listenerOf(portal: string): Upstream | undefined {
    return this.listeners.get(portal);
  }

  close(): void {
    clearInterval(this.sweeper);
    for (const upstream of this.all) upstream.close();
  }
}
