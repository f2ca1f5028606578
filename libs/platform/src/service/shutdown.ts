import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Readiness } from '../management/readiness.ts';
import type { ServicePort } from '../traffic/service-port.ts';
import type { PlatformCore } from './platform-core.ts';

export interface Ports {
  readonly service: ServicePort;
  readonly management: ServicePort;
}

export interface Running {
  readonly core: PlatformCore;
  readonly readiness: Readiness;
  readonly ports: Ports;
  readonly app: NestFastifyApplication;
  readonly managementApp: NestFastifyApplication;
}

/**
 * Readiness says no → traffic is served on while that becomes known → responses close their connections → workers
 * stop → the listener closes → what is in flight is answered, under a deadline → Nest's destroy hooks → databases and
 * clients close → the management port closes → the log is out.
 */
export async function shutDown({ core, readiness, ports, app, managementApp }: Running): Promise<void> {
  const { settings, lifecycle, health, logger, sink } = core;
  const startedMs = performance.now();
  readiness.phase = 'stopping';
  lifecycle.beginStopping();
  logger.info('Service stopping', { 'event.action': 'stop', in_flight: ports.service.inFlight });
  if (ports.service.listening) await pause(settings.shutdownPropagationMs);
  ports.service.announceClose();
  await lifecycle.stopWorkers();
  await ports.service.close({ idleGraceMs: settings.shutdownIdleGraceMs, drainMs: settings.shutdownDrainMs });
  health.stop();
  await app.close();
  await lifecycle.closeConnections();
  await ports.management.close({ idleGraceMs: 0, drainMs: settings.shutdownDrainMs });
  await managementApp.close();
  logger.info('Service stopped', {
    'event.action': 'stopped',
    'event.duration': Math.round((performance.now() - startedMs) * 1_000_000),
  });
  sink.flushSync();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
