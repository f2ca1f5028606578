import { describe, expect, it } from '@jest/globals';
import { EcsLogging } from '../logging/ecs-logging.ts';
import { Logger } from '../logging/logger.ts';
import { MemorySink } from '../logging/memory.sink.ts';
import { Lifecycle } from './lifecycle.ts';

function lifecycleTo(sink: MemorySink): Lifecycle {
  const logger = new Logger(new EcsLogging({ serviceName: 't', serviceVersion: '1', level: 'info', sink }));
  return new Lifecycle(logger, 20);
}

describe('Lifecycle', () => {
  it('tells whoever listens that the service is stopping', () => {
    const lifecycle = lifecycleTo(new MemorySink());
    expect(lifecycle.stopping.aborted).toBe(false);
    lifecycle.beginStopping();
    expect(lifecycle.stopping.aborted).toBe(true);
  });

  it('goes on when a step hangs or fails, and says which', async () => {
    const sink = new MemorySink();
    const lifecycle = lifecycleTo(sink);
    const stopped: string[] = [];
    lifecycle.onStopWorkers('hanging', () => new Promise(() => undefined));
    lifecycle.onStopWorkers('failing', () => Promise.reject(new Error('broken')));
    lifecycle.onStopWorkers('well', () => void stopped.push('well'));
    await lifecycle.stopWorkers();

    expect(stopped).toEqual(['well']);
    expect(sink.records.map(({ labels }) => labels)).toEqual([{ step: 'failing' }, { step: 'hanging' }]);
  });
});
