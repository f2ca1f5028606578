import type { Upstream } from './upstream.ts';

/** Every upstream by the name that `migration.yaml` uses. */
export class Upstreams {
  private readonly byName: ReadonlyMap<string, Upstream>;
  private readonly sweeper: NodeJS.Timeout;

  constructor(upstreams: readonly Upstream[]) {
    this.byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
    this.sweeper = setInterval(() => {
      this.closeStale();
    }, 1_000);
    this.sweeper.unref();
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  get all(): readonly Upstream[] {
    return [...this.byName.values()];
  }

  get(name: string): Upstream | undefined {
    return this.byName.get(name);
  }

  close(): void {
    clearInterval(this.sweeper);
    for (const upstream of this.all) for (const endpoint of upstream.endpoints) endpoint.pool.close();
  }

  private closeStale(): void {
    const now = performance.now();
    for (const upstream of this.all) for (const endpoint of upstream.endpoints) endpoint.pool.closeStale(now);
  }
}
