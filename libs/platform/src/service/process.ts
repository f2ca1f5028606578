import { ConfigurationError, configurationExitCode } from '../config/configuration.error.ts';
import { readEnvironment } from '../config/environment.ts';
import { EcsLogging } from '../logging/ecs-logging.ts';
import type { LogSink } from '../logging/log-sink.ts';
import { Logger } from '../logging/logger.ts';
import { StdoutSink } from '../logging/stdout.sink.ts';
import { PlatformCore } from './platform-core.ts';
import type { ServiceDefinition } from './service-definition.ts';

/** The platform of a service that has this process to itself: it may end it, and the log is out when it ends. */
export function createProcessCore(definition: ServiceDefinition): PlatformCore {
  const core = loadOrExit(definition);
  flushAtExit(core.sink);
  process.on('uncaughtException', (error) => {
    core.logger.fatal('Uncaught exception', error, { 'event.action': 'crash' });
    process.exit(1);
  });
  return core;
}

/** Awaits `work`; when it fails, logs why and exits 1. */
export async function exitOnFailure<T>({ logger }: PlatformCore, message: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    logger.fatal(message, error);
    return process.exit(1);
  }
}

function loadOrExit(definition: ServiceDefinition): PlatformCore {
  try {
    return PlatformCore.load(definition, readEnvironment());
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const sink = new StdoutSink({ maxBufferedBytes: 1_048_576 });
    const options = { serviceName: definition.name, serviceVersion: 'unknown', level: 'info' as const, sink };
    flushAtExit(sink);
    new Logger(new EcsLogging(options)).fatal(error.message, undefined, { 'event.action': 'configuration' });
    return process.exit(configurationExitCode);
  }
}

function flushAtExit(sink: LogSink): void {
  process.on('exit', () => {
    sink.flushSync();
  });
}
