import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { Environment } from '../config/environment.ts';
import { Configuration } from '../config/configuration.ts';
import { PlatformSettings } from '../config/platform.settings.ts';
import { DomainExceptionFilter } from '../errors/exception.filter.ts';
import { HealthRegistry } from '../health/health.registry.ts';
import { Lifecycle } from '../lifecycle/lifecycle.ts';
import { EcsLogging } from '../logging/ecs-logging.ts';
import type { LogSink } from '../logging/log-sink.ts';
import { Logger } from '../logging/logger.ts';
import { StdoutSink } from '../logging/stdout.sink.ts';
import { ServiceName } from '../management/service-name.ts';
import { Metrics } from '../metrics/metrics.ts';
import { PlatformModule } from './platform.module.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** What exists before, beside and after the Nest containers of a service. */
export class PlatformCore {
  readonly settings: PlatformSettings;
  readonly sink: LogSink;
  readonly logger: Logger;
  readonly metrics = new Metrics();
  readonly health = new HealthRegistry();
  readonly lifecycle: Lifecycle;

  private constructor(
    readonly definition: ServiceDefinition,
    readonly configuration: Configuration,
    sink: LogSink | undefined,
  ) {
    this.settings = configuration.get(PlatformSettings);
    this.sink = sink ?? new StdoutSink({ maxBufferedBytes: this.settings.logBufferBytes });
    const logging = new EcsLogging({
      serviceName: definition.name,
      serviceVersion: this.settings.serviceVersion,
      level: this.settings.logLevel,
      sink: this.sink,
      secrets: configuration.secrets(),
    });
    this.logger = new Logger(logging);
    this.lifecycle = new Lifecycle(this.logger, this.settings.shutdownDrainMs);
    this.countDroppedLines();
    this.sayWhatRuns();
  }

  /** @throws {ConfigurationError} */
  static load(definition: ServiceDefinition, environment: Environment, sink?: LogSink): PlatformCore {
    const classes = [PlatformSettings, ...(definition.settings ?? [])];
    return new PlatformCore(definition, Configuration.load(classes, environment), sink);
  }

  /** The module that makes all of this injectable, global in the container it is mounted in. */
  module(): DynamicModule {
    const shared: Provider[] = [
      { provide: ServiceName, useValue: new ServiceName(this.definition.name) },
      { provide: Configuration, useValue: this.configuration },
      { provide: Logger, useValue: this.logger },
      { provide: Metrics, useValue: this.metrics },
      { provide: HealthRegistry, useValue: this.health },
      { provide: Lifecycle, useValue: this.lifecycle },
      ...[...this.configuration.all()].map(([provide, useValue]) => ({ provide, useValue })),
    ];
    // As a provider, and the first of them: filters that modules of the service provide come before it.
    const providers = [...shared, { provide: APP_FILTER, useClass: DomainExceptionFilter }];
    return { module: PlatformModule, global: true, providers, exports: shared };
  }

  /** A fault that only one version or one configuration has is told from one that all have by these. */
  private sayWhatRuns(): void {
    const labels = { version: this.settings.serviceVersion, configuration: this.configuration.hash() };
    this.metrics
      .gauge({
        name: 'service_info',
        help: 'Version and hash of the configuration',
        labels: ['version', 'configuration'],
      })
      .set(labels, 1);
  }

  private countDroppedLines(): void {
    let counted = 0;
    this.metrics.gauge({
      name: 'log_buffer_dropping',
      help: '1 when log lines were dropped since the last scrape',
      collect: (gauge) => {
        const { dropped } = this.sink;
        gauge.set({}, dropped > counted ? 1 : 0);
        total.inc({}, dropped - counted);
        counted = dropped;
      },
    });
    const total = this.metrics.counter({
      name: 'log_lines_dropped_total',
      help: 'Log lines given up because stdout was not read',
    });
  }
}
