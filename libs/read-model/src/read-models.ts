import { Injectable } from '@nestjs/common';
import { Metrics } from '@wellspring/platform';
import type { ReadModelFigures } from './read/figures.ts';
import type { QuarantinedRecord } from './store/quarantine.ts';

/** As much of a read model as is watched. */
export interface WatchedModel {
  readonly name: string;
  readonly completeAt: Date | undefined;
  figures(): Promise<ReadModelFigures>;
  quarantined(after: string | undefined, limit: number): Promise<QuarantinedRecord[]>;
}

/** All read models of a service: to be shared with its management port, where their figures are shown. */
@Injectable()
export class ReadModels {
  private readonly models = new Map<string, WatchedModel>();

  constructor(metrics: Metrics) {
    metrics.gauge({
      name: 'read_model_age_seconds',
      help: 'How long ago the copy of all records was known to be complete. Absent until it has been.',
      labels: ['model'],
      collect: (gauge) => {
        for (const { name, completeAt } of this.models.values()) {
          if (completeAt) gauge.set({ model: name }, (Date.now() - completeAt.getTime()) / 1_000);
        }
      },
    });
  }

  /** @throws Error when there is one of that name */
  add(model: WatchedModel): void {
    if (this.models.has(model.name)) throw new Error(`There is a read model "${model.name}" already`);
    this.models.set(model.name, model);
  }

  all(): readonly WatchedModel[] {
    return [...this.models.values()];
  }

  find(name: string): WatchedModel | undefined {
    return this.models.get(name);
  }
}
