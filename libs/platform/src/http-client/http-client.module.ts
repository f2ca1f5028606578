import { type DynamicModule, Inject, type InjectionToken, Module } from '@nestjs/common';
import { HealthRegistry } from '../health/health.registry.ts';
import { Lifecycle } from '../lifecycle/lifecycle.ts';
import { Logger } from '../logging/logger.ts';
import { Metrics } from '../metrics/metrics.ts';
import { HttpClient } from './http-client.ts';
import type { HttpClientOptions } from './http-client.options.ts';

const healthTimeoutMs = 2_000;

export interface HttpClientRegistration {
  /** The dependency's name in metrics, log and `@InjectHttpClient`. */
  readonly name: string;
  /** What `useFactory` takes: usually a settings class. */
  readonly inject?: readonly InjectionToken[];
  readonly useFactory: (...dependencies: never[]) => HttpClientOptions | Promise<HttpClientOptions>;
}

const clientToken = (name: string): string => `HttpClient:${name}`;
const optionsToken = (name: string): string => `HttpClientOptions:${name}`;

/** Injects the client registered under `name`. */
export const InjectHttpClient = (name: string): ParameterDecorator => Inject(clientToken(name));

/**
 * A client per dependency, made from configuration:
 *
 * ```ts
 * HttpClientModule.register({
 *   name: 'billing-engine',
 *   inject: [BillingSettings],
 *   useFactory: (settings: BillingSettings) => ({ baseUrl: settings.billingEngineUrl, timeoutMs: 3_000 }),
 * })
 * ```
 *
 * The importing module's providers get it with `@InjectHttpClient('billing-engine')`.
 */
@Module({})
export class HttpClientModule {
  static register({ name, inject = [], useFactory }: HttpClientRegistration): DynamicModule {
    return {
      module: HttpClientModule,
      providers: [
        { provide: optionsToken(name), inject: [...inject], useFactory },
        {
          provide: clientToken(name),
          inject: [optionsToken(name), Metrics, Logger, Lifecycle, HealthRegistry],
          useFactory: (
            options: HttpClientOptions,
            metrics: Metrics,
            logger: Logger,
            lifecycle: Lifecycle,
            health: HealthRegistry,
          ): HttpClient => {
            const client = new HttpClient(name, options, { metrics, logger });
            lifecycle.onCloseConnections(`http client ${name}`, () => client.close());
            watch(client, options.healthPath, health);
            return client;
          },
        },
      ],
      exports: [clientToken(name)],
    };
  }
}

/** Only degrading: when a dependency is down, every replica would leave at once if it made them unready. */
function watch(client: HttpClient, path: string | undefined, health: HealthRegistry): void {
  if (path === undefined) return;
  health.register({
    name: client.name,
    kind: 'degrading',
    timeoutMs: healthTimeoutMs,
    check: () => client.ping(path, healthTimeoutMs),
  });
}
