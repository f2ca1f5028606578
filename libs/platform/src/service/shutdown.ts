import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Readiness } from '../management/readiness.ts';
import type { ServicePort } from '../traffic/service-port.ts';
import { runBounded } from '../lifecycle/bounded-step.ts';
import type { PlatformCore } from './platform-core.ts';
import { shutdownDeadlines, type ShutdownStep } from './shutdown-deadlines.ts';

/** Whoever scrapes or probes at this moment is answered within milliseconds. */
const managementDrainMs = 1_000;

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
 * clients close → the management port closes → the log is out. Every step has a deadline (shutdownDeadlines), and the
 * grace period of the chart is longer than all of them together.
 */
export async function shutDown({ core, readiness, ports, app, managementApp }: Running): Promise<void> {
  const { settings, lifecycle, health, logger, sink } = core;
  const startedMs = performance.now();
  readiness.phase = 'stopping';
  lifecycle.beginStopping();
  logger.info('Service stopping', { 'event.action': 'stop', in_flight: ports.service.inFlight });
  const deadlines = shutdownDeadlines(settings);
  const bounded = (name: ShutdownStep, run: () => Promise<unknown>): Promise<void> =>
    runBounded({ phase: 'stop', name, deadlineMs: deadlines[name], run }, logger);
  if (ports.service.listening) await pause(deadlines.propagation);
  ports.service.announceClose();
  await bounded('workers', () => lifecycle.stopWorkers());
  await bounded('requests', () =>
    ports.service.close({ idleGraceMs: settings.shutdownIdleGraceMs, drainMs: settings.shutdownDrainMs }),
  );
  health.stop();
  await bounded('destroyHooks', () => app.close());
  await bounded('connections', () => lifecycle.closeConnections());
  await bounded('managementPort', () => ports.management.close({ idleGraceMs: 0, drainMs: managementDrainMs }));
  await bounded('managementApp', () => managementApp.close());
  logger.info('Service stopped', {
    'event.action': 'stopped',
    'event.duration': Math.round((performance.now() - startedMs) * 1_000_000),
  });
  sink.flushSync();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
