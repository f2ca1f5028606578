import { type Environment, readEnvironment } from '../config/environment.ts';
import type { LogSink } from '../logging/log-sink.ts';
import { PlatformCore } from './platform-core.ts';
import { Service } from './service.ts';
import type { ServiceDefinition } from './service-definition.ts';

export interface CreateServiceOptions {
  /** Unless given, the environment of the process. */
  readonly env?: Environment;
  /** Unless given, stdout. */
  readonly logSink?: LogSink;
}

/**
 * A service ready to be started; nothing listens yet.
 * @throws {ConfigurationError} naming every bad variable
 */
export function createService(definition: ServiceDefinition, options: CreateServiceOptions = {}): Promise<Service> {
  return Service.create(PlatformCore.load(definition, options.env ?? readEnvironment(), options.logSink));
}
