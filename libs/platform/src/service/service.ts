import { Module, type InjectionToken } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ManagementModule } from '../management/management.module.ts';
import { Readiness } from '../management/readiness.ts';
import { RuntimeMetrics } from '../metrics/runtime.metrics.ts';
import { HttpPort } from '../traffic/http-port.ts';
import type { ServicePort } from '../traffic/service-port.ts';
import type { PlatformCore } from './platform-core.ts';
import { createApp, openApp } from './service-app.ts';
import { portParts, servicePortParts } from './port-parts.ts';
import { shutDown, type Ports } from './shutdown.ts';

@Module({})
class RootModule {}

/** A service that can be started and stopped, in a process of its own or in a test. */
export class Service {
  private runtime: RuntimeMetrics | undefined;
  private stopped: Promise<void> | undefined;

  private constructor(
    private readonly core: PlatformCore,
    private readonly ports: Ports,
    private readonly readiness: Readiness,
    /** The Nest application behind the service port. */
    readonly app: NestFastifyApplication,
    private readonly managementApp: NestFastifyApplication,
  ) {}

  /** Creates every provider; nothing listens yet. */
  static async create(core: PlatformCore): Promise<Service> {
    const { definition } = core;
    const readiness = new Readiness();
    core.metrics.gauge({
      name: 'service_stopping',
      help: '1 while the service ends because it was asked to: that it is gone then is no fault',
      collect: (gauge) => {
        gauge.set({}, readiness.phase === 'stopping' ? 1 : 0);
      },
    });
    const platform = core.module();
    const root = { module: RootModule, imports: [platform, definition.module] };
    const { app, port } = await createServed(core, root);
    const { name, management: extension } = definition;
    const managementModule = ManagementModule.mount({ platform, app, name, readiness, extension });
    const management = new HttpPort(portParts(core, []), true);
    const managementApp = await createApp(core, managementModule, management);
    const ports = { service: port, management };
    await definition.configure?.(app);
    return new Service(core, ports, readiness, app, managementApp);
  }

  /**
   * Initialises the providers and listens on both ports, the management port first.
   * @param beforeReady runs when all of that is done, and nobody has been told yet
   */
  async start(beforeReady: () => void = () => undefined): Promise<void> {
    const { settings, metrics, health, logger } = this.core;
    this.runtime = new RuntimeMetrics(metrics);
    await openApp(this.managementApp);
    await this.ports.management.listen(settings.managementPort, settings.host);
    await openApp(this.app);
    await this.ports.service.open?.(this.app);
    await this.ports.service.listen(settings.port, settings.host);
    beforeReady();
    health.start();
    this.readiness.phase = 'started';
    logger.info('Service started', {
      'event.action': 'start',
      'event.duration': Math.round(performance.now() * 1_000_000),
      port: this.ports.service.port,
      management_port: this.ports.management.port,
    });
  }

  /** Stops in the order that fails nobody; see `shutDown`. The same promise for every call. */
  stop(): Promise<void> {
    this.stopped ??= shutDown({
      core: this.core,
      readiness: this.readiness,
      ports: this.ports,
      app: this.app,
      managementApp: this.managementApp,
    }).finally(() => this.runtime?.stop());
    return this.stopped;
  }

  /** `http://127.0.0.1:<port>` of the service port. */
  get url(): string {
    return `http://127.0.0.1:${this.ports.service.port}`;
  }

  /** `http://127.0.0.1:<port>` of the management port. */
  get managementUrl(): string {
    return `http://127.0.0.1:${this.ports.management.port}`;
  }

  /** A provider of the service's container, whichever module it is in. */
  get<T>(token: InjectionToken<T>): T {
    return this.app.get<T>(token, { strict: false });
  }
}

/** The application behind the service port: a port of the service's own, or one of node:http with Nest's router on it. */
async function createServed(
  core: PlatformCore,
  root: object,
): Promise<{ app: NestFastifyApplication; port: ServicePort }> {
  const { definition } = core;
  const parts = servicePortParts(core);
  if (definition.port !== undefined)
    return { app: await createApp(core, root), port: definition.port(parts, core.configuration) };
  const port = new HttpPort(parts, definition.edge !== true);
  return { app: await createApp(core, root, port), port };
}
