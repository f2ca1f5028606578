import { type DynamicModule, Global, Inject, type InjectionToken, Module, type Type } from '@nestjs/common';
import { Database, Jobs } from '@wellspring/persistence';
import { HealthRegistry, Logger, Metrics, type SettingsClass } from '@wellspring/platform';
import { DataSource } from 'typeorm';
import type { ReadModelDeclaration, RecordMapping } from './declaration.ts';
import { ReadModel } from './read-model.ts';
import { ReadModels } from './read-models.ts';
import { limitsOf } from './read-model.settings.ts';
import type { RecordSource } from './source/record-source.ts';

export interface ReadModelRegistration<R> extends ReadModelDeclaration<R> {
  /** From `readModelSettings(name)`; among the service's settings. */
  readonly settings: SettingsClass;
  /** Modules that export the source, and what the mapping injects. */
  readonly imports?: NonNullable<DynamicModule['imports']>;
  /** The adapter to the background system. */
  readonly source: InjectionToken<RecordSource>;
  /** Provided here, and exported. */
  readonly mapping: Type<RecordMapping<R>>;
}

/** A first copy of a large operator's records takes a while; what is done by then is kept, and the next run goes on. */
const syncTimeoutSeconds = 900;
const rebuildTimeoutSeconds = 3_600;
/** How often it is looked for records of another shape. */
const rebuildEverySeconds = 60;

/** Token of the {@link ReadModel} of that name. */
export const readModelToken = (name: string): string => `ReadModel:${name}`;

/** Injects the {@link ReadModel} registered under `name`. */
export const InjectReadModel = (name: string): ParameterDecorator => Inject(readModelToken(name));

@Global()
@Module({ providers: [ReadModels], exports: [ReadModels] })
class ReadModelsModule {}

/** A copy of a background system's records, from one declaration; see the README for an example. */
@Module({})
export class ReadModelModule {
  static register<R>({
    settings,
    imports = [],
    source,
    mapping,
    ...declaration
  }: ReadModelRegistration<R>): DynamicModule {
    const { name } = declaration;
    const make = (
      from: RecordSource,
      rows: RecordMapping<R>,
      values: object,
      dataSource: DataSource,
      database: Database,
      metrics: Metrics,
      logger: Logger,
      models: ReadModels,
      jobs: Jobs,
      health: HealthRegistry,
    ): ReadModel<R> => {
      const limits = limitsOf(name, values);
      const parts = { declaration, source: from, mapping: rows, limits, dataSource, database, metrics, logger };
      const model = new ReadModel(parts);
      models.add(model);
      health.register({ name: `${name}-copy`, kind: 'degrading', check: () => model.check() });
      jobs.schedule({
        name: `${name}-sync`,
        everySeconds: limits.syncIntervalSeconds,
        timeoutSeconds: syncTimeoutSeconds,
        handler: async ({ signal }) => {
          await model.sync(signal);
        },
      });
      jobs.schedule({
        name: `${name}-rebuild`,
        everySeconds: rebuildEverySeconds,
        timeoutSeconds: rebuildTimeoutSeconds,
        handler: ({ signal }) => model.rebuild(signal),
      });
      return model;
    };
    const inject = [source, mapping, settings, DataSource, Database, Metrics, Logger, ReadModels, Jobs, HealthRegistry];
    return {
      module: ReadModelModule,
      imports: [ReadModelsModule, ...imports],
      providers: [mapping, { provide: readModelToken(name), inject, useFactory: make }],
      exports: [mapping, readModelToken(name)],
    };
  }
}
