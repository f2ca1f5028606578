import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { PortParts, ServicePort } from '../traffic/service-port.ts';
import type { Configuration } from '../config/configuration.ts';
import type { SettingsClass } from '../config/settings.ts';
import type { ManagementDefinition } from '../management/management-definition.ts';

export interface ServiceDefinition {
  /** Name in logs, metrics and the runner: the folder of the app. */
  readonly name: string;
  readonly module: Type | DynamicModule;
  /** Settings classes, validated together; `PlatformSettings` is always among them. */
  readonly settings?: readonly SettingsClass[];
  /** Last touches to the Nest application before it starts: global pipes, static files. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
  readonly management?: ManagementDefinition;
  /**
   * A service port of the service's own making, in place of node:http and Nest's router. Context, limits, access log and
   * metrics stay: they come with the exchanges in `parts`.
   */
  readonly port?: (parts: PortParts, configuration: Configuration) => ServicePort;
  /** The service port faces strangers: their `traceparent` and `x-request-timeout-ms` are not believed. */
  readonly edge?: boolean;
}

/** A service as a value, taken by `startService`, `createService`, migrations and tests alike. */
export function defineService(definition: ServiceDefinition): ServiceDefinition {
  return definition;
}
