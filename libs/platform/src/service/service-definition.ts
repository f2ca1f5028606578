import type { DynamicModule, InjectionToken, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ExchangeListener } from '../traffic/exchange.ts';
import type { UpgradeListener } from '../traffic/http-port.ts';
import type { SettingsClass } from '../config/settings.ts';
import type { Service } from './service.ts';

/** A service port of one's own making, below Nest. */
export interface ServicePortHandler {
  readonly request: ExchangeListener;
  /** Takes over upgraded connections (WebSocket); they are cut at the drain deadline of a shutdown. */
  readonly upgrade?: UpgradeListener;
}

export interface ManagementDefinition {
  /** Mounted on the management port, in a container of its own. Its controllers see no guard or filter of the service. */
  readonly module: Type | DynamicModule;
  /** Providers of the service that the management module may inject. Settings, Logger, Metrics … are there anyhow. */
  readonly share?: readonly InjectionToken[];
}

export interface ServiceDefinition {
  /** Name in logs, metrics and the runner: the folder of the app. */
  readonly name: string;
  readonly module: Type | DynamicModule;
  /** Settings classes, validated together; `PlatformSettings` is always among them. */
  readonly settings?: readonly SettingsClass[];
  /** Last touches to the Nest application before it starts: global pipes, static files. */
  readonly configure?: (app: NestFastifyApplication, service: Service) => void | Promise<void>;
  readonly management?: ManagementDefinition;
  /**
   * Handles the service port with plain node:http instead of Nest: context, limits, access log, metrics and draining
   * stay. `nest` hands a request to the service's controllers. Called once, when all providers are initialised.
   */
  readonly serve?: (
    app: NestFastifyApplication,
    nest: ExchangeListener,
  ) => ServicePortHandler | Promise<ServicePortHandler>;
  /** The service port faces strangers: their `traceparent` and `x-request-timeout-ms` are not believed. */
  readonly edge?: boolean;
  /** Query parameters whose values may appear in the access log, beside paging, sorting and state. */
  readonly loggedQuery?: readonly string[];
}

/** A service as a value, taken by `startService`, `createService`, migrations and tests alike. */
export function defineService(definition: ServiceDefinition): ServiceDefinition {
  return definition;
}
