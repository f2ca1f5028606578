import { type DynamicModule, Module } from '@nestjs/common';
import { Lifecycle, Logger } from '@wellspring/platform';
import { EdgeSettings } from '../config.ts';
import { parseTrustedProxies } from '../front/trusted-proxies.ts';
import { migrationToken, type Migration } from '../migration/migration.ts';
import { Forwarding } from './forwarded.ts';
import { ProxyEngine } from './proxy-engine.ts';
import { ProxyMetrics } from './proxy.metrics.ts';

@Module({})
export class ProxyModule {
  /** @param isReservedCookie whether only the gateway sets the cookie of this name */
  static with(isReservedCookie: (name: string) => boolean): DynamicModule {
    return {
      module: ProxyModule,
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
          inject: [EdgeSettings, ProxyMetrics, Logger, Lifecycle, migrationToken],
          useFactory: (
            settings: EdgeSettings,
            metrics: ProxyMetrics,
            logger: Logger,
            lifecycle: Lifecycle,
            migration: Migration,
          ) => {
            const { outcomes } = migration;
            const engine = new ProxyEngine({
              limits: settings,
              metrics,
              outcomes,
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
    };
  }
}
