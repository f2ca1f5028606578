/** A local system in which everything can be broken: proxies on the edges, sabotage within, signals to processes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultProxy, type FaultProxy } from '@wellspring/testing/fault-proxy';
import { sabotaged, sabotageFolder } from '../../stack/sabotaged.ts';
import type { RunningApp } from '../../stack/app-process.ts';
import { startStack, type Stack, type StackOptions } from '../../stack/stack.ts';
import type { App } from '../../topology/topology.ts';
import { Backoffice } from './backoffice.ts';
import { Connections, runSql } from './database.ts';
import type { Misbehaviour, Stage } from './fault.ts';
import { SecondProcess } from './second-process.ts';

/** What is between two of our own by other means, or not to be touched: the gateway's lists, tokens' keys, addresses of browsers. */
const proxied = /^(?:DATABASE_URL|BACKOFFICE_URL|[A-Z_]*(?:ENGINE|PROVIDER|CRM|RATING|PROVISIONING)_URL)$/;
const startTimeoutMs = 60_000;
/** A process that is asked to go says so before it goes, for as long as it takes somebody who looks once a second to see it. */
const propagationMs = 1_500;
/** So few that a log which is not read is full within seconds. */
const logBufferBytes = 32_768;

export interface PlaygroundOptions extends StackOptions {
  /** The app that runs twice. */
  twice?: string | undefined;
}

/** The second process of an app, running. */
interface Second {
  app: string;
  running: RunningApp;
}

export class Playground implements Stage {
  readonly databaseOwners: readonly string[];
  readonly stack: Stack;
  private readonly proxies: ReadonlyMap<string, FaultProxy>;
  private readonly second: Second | undefined;
  private readonly folder: string;
  private readonly backoffice: Backoffice;
  private readonly connections = new Connections();

  private constructor(
    stack: Stack,
    proxies: ReadonlyMap<string, FaultProxy>,
    second: Second | undefined,
    folder: string,
  ) {
    this.stack = stack;
    this.proxies = proxies;
    this.second = second;
    this.folder = folder;
    this.backoffice = new Backoffice(stack.url('backoffice'));
    this.databaseOwners = [...proxies.keys()]
      .filter((key) => key.endsWith(' DATABASE_URL'))
      .map((key) => key.split(' ')[0] ?? '');
  }

  static async start(options: PlaygroundOptions): Promise<Playground> {
    const proxies = new Map<string, FaultProxy>();
    const twice = options.twice === undefined ? undefined : await SecondProcess.of(options.twice);
    let second: Second | undefined;
    const adapt = async (app: App, environment: Record<string, string>): Promise<Record<string, string>> => {
      const adapted = twice?.addedTo(environment) ?? { ...environment };
      // Whoever judges is not on the stage.
      if (app.name === 'pinpoint') return adapted;
      if (app.kind === 'service') {
        adapted['SHUTDOWN_PROPAGATION_MS'] = String(propagationMs);
        adapted['LOG_BUFFER_BYTES'] = String(logBufferBytes);
        for (const [name, value] of Object.entries(environment).filter(([key]) => proxied.test(key))) {
          const proxy = await faultProxy({ target: value });
          proxies.set(`${app.name} ${name}`, proxy);
          adapted[name] = proxy.url.replace('127.0.0.1', hostOf(name));
        }
      }
      if (app.name === twice?.app) second = { app: app.name, running: twice.process(adapted, options.dataDir) };
      return sabotaged(app.name, adapted, options.dataDir);
    };
    const stack = await startStack({ ...options, adapt });
    const playground = new Playground(stack, proxies, second, sabotageFolder(options.dataDir));
    try {
      second?.running.start((reason) => options.onUnexpectedExit?.(reason));
      await second?.running.ready(AbortSignal.timeout(startTimeoutMs));
    } catch (error) {
      await playground.stop();
      throw error;
    }
    return playground;
  }

  backgroundSystem(target: string, fault: object, forMs: number): Promise<void> {
    return this.backoffice.break(target, fault, forMs);
  }

  healBackgroundSystems(): Promise<void> {
    return this.backoffice.heal();
  }

  async edge(app: string, variable: string, misbehaviour: Misbehaviour): Promise<void> {
    const proxy = this.proxyOf(app, variable);
    if (misbehaviour.mode !== 'refuse') await proxy.listen();
    switch (misbehaviour.mode) {
      case 'none':
        proxy.healthy();
        return;
      case 'hang':
        proxy.hang();
        return;
      case 'reset':
        proxy.reset();
        return;
      case 'garbage':
        proxy.garbage();
        return;
      case 'refuse':
        await proxy.refuse();
        return;
      case 'latency':
        proxy.latency(misbehaviour.ms);
        return;
      default:
        misbehaviour satisfies never;
    }
  }

  disconnect(app: string, variable: string): void {
    const proxy = this.proxyOf(app, variable);
    proxy.reset();
    proxy.healthy();
  }

  sabotage(app: string, what: object, forMs: number): void {
    const untilMs = Date.now() + forMs;
    for (const { name } of this.processesOf(app)) {
      writeFileSync(join(this.folder, name), JSON.stringify({ ...what, untilMs }));
    }
  }

  async signal(app: string, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): Promise<void> {
    for (const running of this.processesOf(app)) {
      if (signal === 'SIGKILL') await running.kill();
      else if (running.pid !== undefined) process.kill(running.pid, signal);
    }
  }

  async restart(app: string, changed: Readonly<Record<string, string>>): Promise<void> {
    await Promise.all(this.processesOf(app).map((running) => running.stop()));
    await this.start(app, changed);
  }

  /** Starts it; one that is broken on purpose may never be ready. */
  async start(app: string, changed: Readonly<Record<string, string>> = {}): Promise<void> {
    await Promise.all(
      this.processesOf(app).map((running) => {
        running.start(() => undefined, changed);
        return running.ready(AbortSignal.timeout(startTimeoutMs)).catch(() => undefined);
      }),
    );
  }

  sql(app: string, text: string): Promise<void> {
    return runSql(this.databaseOf(app), text);
  }

  /** Those that are open are broken for as long as it takes to have all of them. */
  async takeConnections(): Promise<void> {
    const edges = [...this.proxies].filter(([key]) => key.endsWith(' DATABASE_URL')).map(([, proxy]) => proxy);
    await this.connections.take(this.databaseOf('billing'));
    await Promise.all(edges.map((proxy) => proxy.refuse()));
    await this.connections.take(this.databaseOf('billing'));
    await Promise.all(edges.map((proxy) => proxy.listen()));
  }

  giveConnectionsBack(): Promise<void> {
    return this.connections.giveBack();
  }

  async stop(): Promise<void> {
    await this.connections.giveBack();
    await this.second?.running.stop();
    await this.stack.stop();
    for (const proxy of this.proxies.values()) await proxy.close();
  }

  /** All of an app, or its second one by its own name. */
  private processesOf(app: string): readonly RunningApp[] {
    if (app === this.second?.running.name) return [this.second.running];
    return [this.stack.process(app), ...(app === this.second?.app ? [this.second.running] : [])];
  }

  private proxyOf(app: string, variable: string): FaultProxy {
    const proxy = this.proxies.get(`${app} ${variable}`);
    if (proxy === undefined) throw new Error(`${app} calls nothing named ${variable}`);
    return proxy;
  }

  private databaseOf(app: string): string {
    const database = this.stack.apps.find(({ name }) => name === app)?.database;
    if (database === undefined) throw new Error(`${app} has no database`);
    return this.stack.databaseUrl(database);
  }
}

/** `BILLING_ENGINE_URL`: `billing-engine.localhost`, by a name of its own, so that a name can be what is not found. */
function hostOf(variable: string): string {
  return `${variable.replace(/_URL$/, '').toLowerCase().replaceAll('_', '-')}.localhost`;
}
