import { Module } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { EdgeSettings } from '../config.ts';
import { isReservedCookie } from '../edge/cookie-header.ts';
import { MIGRATION, type Migration } from '../migration/migration.ts';
import { Forwarding, parseTrustedProxies } from './forwarded.ts';
import { ProxyEngine } from './proxy-engine.ts';
import { ProxyMetrics } from './proxy.metrics.ts';

@Module({
  providers: [
    ProxyMetrics,
    {
      provide: Forwarding,
      inject: [EdgeSettings],
      useFactory: (settings: EdgeSettings) =>
        new Forwarding(new URL(settings.publicUrl), parseTrustedProxies(settings.trustedProxies)),
    },
    {
      provide: ProxyEngine,
      inject: [EdgeSettings, ProxyMetrics, Logger, Lifecycle, MIGRATION],
      useFactory: (
        settings: EdgeSettings,
        metrics: ProxyMetrics,
        logger: Logger,
        lifecycle: Lifecycle,
        migration: Migration,
      ) => {
        const engine = new ProxyEngine({
          limits: settings,
          metrics,
          outcomes: migration.outcomes,
          logger,
          isReservedCookie,
        });
        lifecycle.onCloseConnections('proxy', () => {
          engine.close();
          return Promise.resolve();
        });
        return engine;
      },
    },
  ],
  exports: [ProxyMetrics, Forwarding, ProxyEngine],
})
export class ProxyModule {}
