import { afterEach } from '@jest/globals';
import { createService, MemorySink, type Service, type ServiceDefinition } from '../src/index.ts';

export interface RunningService {
  readonly service: Service;
  readonly sink: MemorySink;
  readonly url: string;
  readonly managementUrl: string;
}

const running: Service[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
});

/**
 * Starts a service on free ports with its log in memory; it is stopped after the test.
 *
 * @param prepare what is to be so before it starts
 */
export async function start(
  definition: ServiceDefinition,
  env: Record<string, string> = {},
  prepare: (service: Service) => void = () => undefined,
): Promise<RunningService> {
  const sink = new MemorySink();
  const defaults = {
    PORT: '0',
    MANAGEMENT_PORT: '0',
    HOST: '127.0.0.1',
    SHUTDOWN_PROPAGATION_MS: '0',
    SHUTDOWN_IDLE_GRACE_MS: '0',
  };
  const service = await createService(definition, { env: { ...defaults, ...env }, logSink: sink });
  running.push(service);
  prepare(service);
  await service.start();
  return { service, sink, url: service.url, managementUrl: service.managementUrl };
}

/** Polls until `read` gives something accepted, and gives that. */
export async function eventually<T>(read: () => T | Promise<T>, accept: (value: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 15_000; ;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > deadline) throw new Error(`Never came about: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The access lines among the log. */
export function accessLines(sink: MemorySink): Record<string, unknown>[] {
  return sink.records.filter((record) => record['event.dataset'] === 'things.access');
}
