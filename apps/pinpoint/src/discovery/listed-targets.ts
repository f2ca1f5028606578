import type { Discovery, Target } from './target.ts';

/** Processes that the configuration names: a laptop's. */
export class ListedTargets implements Discovery {
  readonly pods = [];
  private readonly list: readonly Target[];

  constructor(services: ReadonlyMap<string, readonly URL[]>) {
    this.list = [...services].flatMap(([service, urls]) =>
      urls.map((url) => ({ service, instance: urls.length === 1 ? service : `${service}:${url.port}`, url })),
    );
  }

  targets(): Promise<readonly Target[]> {
    return Promise.resolve(this.list);
  }
}
