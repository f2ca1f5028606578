import type { DynamicModule, InjectionToken, Type } from '@nestjs/common';

/** What a service adds to its management port. */
export interface ManagementDefinition {
  /** Mounted on the management port, in a container of its own. Its controllers see no guard or filter of the service. */
  readonly module: Type | DynamicModule;
  /** Providers of the service that the management module may inject. Settings, Logger, Metrics … are there anyhow. */
  readonly share?: readonly InjectionToken[];
}
