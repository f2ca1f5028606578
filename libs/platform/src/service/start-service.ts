import { createProcessCore, exitOnFailure } from './process.ts';
import { Service } from './service.ts';
import type { ServiceDefinition } from './service-definition.ts';
import { releaseStartMemory } from './start-memory.ts';

/**
 * Runs a service as this process: reads the environment (exit 78 when it is wrong), starts, and stops on SIGTERM or
 * SIGINT with exit 0. A second signal ends it at once. Whatever kills it, the last log line is out.
 */
export async function startService(definition: ServiceDefinition): Promise<void> {
  const core = createProcessCore(definition);
  const starting = exitOnFailure(core, 'The service could not start', async () => {
    const service = await Service.create(core);
    await service.start(releaseStartMemory);
    return service;
  });
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals > 1) process.exit(1);
    core.logger.info('Signal received', { 'event.action': 'signal', signal });
    void exitOnFailure(core, 'The service could not stop cleanly', async () => {
      const service = await starting;
      await service.stop();
      process.exit(0);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  await starting;
}
