/** A local system in which everything can be broken: proxies on the edges, sabotage within, signals to processes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultProxy, type FaultProxy } from '@wellspring/testing/fault-proxy';
import { startStack, type Stack, type StackOptions } from '../../stack/stack.ts';
import type { App } from '../../topology/topology.ts';
import type { Misbehaviour, Stage } from './fault.ts';
import { sabotaged, sabotageFolder } from '../../stack/sabotaged.ts';

/** What is between two of our own by other means, or not to be touched: the gateway's lists, tokens' keys, addresses of browsers. */
const proxied = /^(?:DATABASE_URL|BACKOFFICE_URL|[A-Z_]*(?:ENGINE|PROVIDER|CRM|RATING|PROVISIONING)_URL)$/;
const startTimeoutMs = 60_000;
/** A process that is asked to go says so before it goes, for as long as it takes somebody who looks once a second to see it. */
const propagationMs = 1_500;

export class Playground implements Stage {
  readonly databaseOwners: readonly string[];
  readonly stack: Stack;
  private readonly proxies: ReadonlyMap<string, FaultProxy>;
  private readonly folder: string;

  private constructor(stack: Stack, proxies: ReadonlyMap<string, FaultProxy>, folder: string) {
    this.stack = stack;
    this.proxies = proxies;
    this.folder = folder;
    this.databaseOwners = [...proxies.keys()]
      .filter((key) => key.endsWith(' DATABASE_URL'))
      .map((key) => key.split(' ')[0] ?? '');
  }

  static async start(options: StackOptions): Promise<Playground> {
    const proxies = new Map<string, FaultProxy>();
    const adapt = async (app: App, environment: Record<string, string>): Promise<Record<string, string>> => {
      // Whoever judges is not on the stage.
      if (app.name === 'pinpoint') return environment;
      const adapted: Record<string, string> = { ...environment };
      if (app.kind === 'service') adapted['SHUTDOWN_PROPAGATION_MS'] = String(propagationMs);
      if (app.kind === 'service') {
        for (const [name, value] of Object.entries(environment).filter(([key]) => proxied.test(key))) {
          const proxy = await faultProxy({ target: value });
          proxies.set(`${app.name} ${name}`, proxy);
          // By name, so that a name can be what is not found.
          adapted[name] = proxy.url.replace('127.0.0.1', 'localhost');
        }
      }
      return sabotaged(app.name, adapted, options.dataDir);
    };
    const stack = await startStack({ ...options, adapt });
    return new Playground(stack, proxies, sabotageFolder(options.dataDir));
  }

  async backgroundSystem(target: string, fault: object, forMs: number): Promise<void> {
    await this.send(`/faults/${target}`, 'PUT', { ...fault, forMs });
  }

  async healBackgroundSystems(): Promise<void> {
    await this.send('/faults', 'DELETE');
  }

  async edge(app: string, variable: string, misbehaviour: Misbehaviour): Promise<void> {
    const proxy = this.proxies.get(`${app} ${variable}`);
    if (proxy === undefined) throw new Error(`${app} calls nothing named ${variable}`);
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

  sabotage(app: string, what: object, forMs: number): void {
    writeFileSync(join(this.folder, app), JSON.stringify({ ...what, untilMs: Date.now() + forMs }));
  }

  signal(app: string, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    const running = this.stack.process(app);
    if (signal === 'SIGKILL') void running.kill();
    else if (running.pid !== undefined) process.kill(running.pid, signal);
  }

  async restart(app: string, changed: Readonly<Record<string, string>>): Promise<void> {
    await this.stack.process(app).stop();
    await this.begin(app, changed);
  }

  /** Starts it unless it runs. */
  async start(app: string): Promise<void> {
    await this.stack.process(app).stop();
    await this.begin(app, {});
  }

  async stop(): Promise<void> {
    await this.stack.stop();
    for (const proxy of this.proxies.values()) await proxy.close();
  }

  private async begin(app: string, changed: Readonly<Record<string, string>>): Promise<void> {
    const running = this.stack.process(app);
    running.start(() => undefined, changed);
    // One that is broken on purpose may never be ready.
    await running.ready(AbortSignal.timeout(startTimeoutMs)).catch(() => undefined);
  }

  private async send(path: string, method: string, body?: object): Promise<void> {
    const response = await fetch(this.stack.url('backoffice') + path, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the stand-in answered ${response.status}: ${await response.text()}`);
  }
}
