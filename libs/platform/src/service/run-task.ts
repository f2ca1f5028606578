import type { Type } from '@nestjs/common';
import type { SettingsClass } from '../config/settings.ts';
import type { Logger } from '../logging/logger.ts';
import { RequestContext } from '../tracing/request-context.ts';
import { createProcessCore, exitOnFailure } from './process.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** What a one-off task of a service gets to work with. */
export interface Task {
  readonly logger: Logger;
  /** @throws {Error} when the class is not among the service's settings */
  settings<T extends object>(settingsClass: SettingsClass<T> & Type<T>): T;
}

/**
 * Runs something once with the configuration and log of a service, as this process: migrations, imports. Exits 0 when
 * done, 1 when it failed, 78 when the configuration is wrong.
 */
export async function runTask(
  definition: ServiceDefinition,
  name: string,
  work: (task: Task) => Promise<void>,
): Promise<void> {
  const core = createProcessCore(definition);
  const logger = core.logger.child({ 'event.action': name });
  await exitOnFailure(core, 'The task failed', () =>
    RequestContext.run({}, () => work({ logger, settings: (settingsClass) => core.configuration.get(settingsClass) })),
  );
  process.exit(0);
}
