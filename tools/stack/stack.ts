/**
 * The whole system on one machine: an embedded PostgreSQL with a database per app, every app as a process of its own,
 * wired as their `service.yaml` files say. `npm start` runs it; the browser tests and the benchmarks run their own.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '@wellspring/command';
import { type Postgres, startPostgres } from '@wellspring/testing/postgres';
import { AppProcess, type RunningApp } from './app-process.ts';
import type { Customers } from './customers-file.ts';
import { defaultMigrationFile, devBrandFolder, environmentOf, type StackSettings } from './environment.ts';
import { pidFolder } from './leftovers.ts';
import { writeOldPortals } from './old-portals.ts';
import { freePort } from '@wellspring/testing/processes';
import { prepareDatabase } from './preparation.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { readTopology, withoutOldPortals, workspaceRoot, type App, type PortKind } from '../topology/topology.ts';

export interface StackOptions {
  /** Where everything that outlives a run is kept: the database, secrets, logs. */
  dataDir: string;
  /** `declared`: those of service.yaml. `free`: any, so that several stacks can run side by side. */
  ports: 'declared' | 'free';
  /** false: the database may lose data in a power cut, which is faster. */
  durable?: boolean;
  customers?: Customers | undefined;
  migrationFile?: string;
  /** The look of all pages; absent: that of the development environment. */
  brandFolder?: string;
  /** Absent: the old portal is the stand-in, and it is started, too. */
  oldPortalsFile?: string | undefined;
  overrides?: StackSettings['overrides'];
  /** Last touches to what an app is told: whoever plays faults puts something between it and those it calls. */
  adapt?: (app: App, environment: Record<string, string>) => Promise<Record<string, string>>;
  /** Told of each step as it is done. */
  onProgress?: (step: string) => void;
  /** Told when an app or the database ends without having been asked to. */
  onUnexpectedExit?: (reason: string) => void;
  /** Gives the start up when it aborts, for its reason; a stack that is up is stopped by `stop`. */
  signal?: AbortSignal;
}

export interface Stack {
  apps: App[];
  secrets: Secrets;
  /** `http://localhost:<port>` of an app. */
  url: (app: string, kind?: PortKind) => string;
  process: (app: string) => RunningApp;
  databaseUrl: (database: string) => string;
  stop: () => Promise<void>;
}

const startTimeoutMs = 120_000;

/**
 * Starts everything and resolves when every app is ready; the gateway last, so that its readiness is the stack's.
 * @throws Error saying which app failed and why; what had been started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, onProgress = () => undefined } = options;
  mkdirSync(dataDir, { recursive: true });
  const apps = options.oldPortalsFile === undefined ? readTopology() : withoutOldPortals(readTopology());
  requireBuilt(apps);
  const secrets = loadSecrets(dataDir);
  const portOf = await assignPorts(apps, options.ports);

  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres'), persistent: options.durable ?? true });
  const lifetime = new Lifetime(options.onUnexpectedExit, options.signal);
  void postgres.ended.then((lastWords) => {
    lifetime.end(databaseEnded(lastWords));
  });
  onProgress('PostgreSQL is up');
  const settings: StackSettings = {
    portOf,
    secrets,
    databaseUrl: (database) => postgres.url(database),
    customers: options.customers,
    migrationFile: options.migrationFile ?? defaultMigrationFile,
    brandFolder: options.brandFolder ?? devBrandFolder,
    oldPortalsFile: options.oldPortalsFile ?? join(dataDir, 'old-portals.yaml'),
    logFolder: join(dataDir, 'logs'),
    overrides: options.overrides ?? {},
  };
  if (options.oldPortalsFile === undefined) writeOldPortals(settings.oldPortalsFile, apps, settings);
  const { adapt = unchanged } = options;
  const environments = new Map(
    await Promise.all(
      apps.map(async (app) => [app.name, await adapt(app, environmentOf(app, apps, settings))] as const),
    ),
  );
  const processes = new Map(apps.map((app) => [app.name, appProcess(app, settings, environments, dataDir)]));

  const stop = async (): Promise<void> => {
    // Callers before those they call, so that nobody sees a dependency go away.
    for (const app of apps.toReversed()) await processes.get(app.name)?.stop();
    await postgres.stop();
  };
  try {
    await prepareDatabases(apps, postgres, environments, lifetime.signal, onProgress);
    await startProcesses(apps, processes, lifetime, onProgress);
  } catch (error) {
    await stop();
    // What ended explains what could not be done without it.
    lifetime.signal.throwIfAborted();
    throw error;
  }
  lifetime.isUp();
  return {
    apps,
    secrets,
    url: (name, kind = 'service') => `http://localhost:${portOf(named(apps, name), kind)}`,
    process: (name) => {
      const found = processes.get(name);
      if (!found) throw new Error(`There is no app called ${name}`);
      return found;
    },
    databaseUrl: settings.databaseUrl,
    stop,
  };
}

function unchanged(_app: App, environment: Record<string, string>): Promise<Record<string, string>> {
  return Promise.resolve(environment);
}

/** The folder an app is built into. */
function distOf(app: App): string {
  return join(workspaceRoot, 'apps', app.name, 'dist');
}

function requireBuilt(apps: App[]): void {
  const missing = apps.filter((app) => !existsSync(join(distOf(app), 'main.js'))).map(({ name }) => name);
  if (missing.length > 0)
    throw new Error(`Not built yet: ${missing.join(', ')}. Run "npx nx run-many -t build" first.`);
}

/** @throws Error, from what is returned, when an app has no such port. */
export async function assignPorts(apps: App[], mode: StackOptions['ports']): Promise<StackSettings['portOf']> {
  const assigned = new Map<string, number>();
  for (const app of apps) {
    for (const kind of ['service', 'management'] as const) {
      const declared = app.ports[kind];
      if (declared) assigned.set(`${app.name}:${kind}`, mode === 'declared' ? declared : await freePort());
    }
  }
  return (app, kind) => {
    const port = assigned.get(`${app.name}:${kind}`);
    if (port === undefined) throw new Error(`apps/${app.name}/service.yaml declares no ${kind} port`);
    return port;
  };
}

function appProcess(
  app: App,
  settings: StackSettings,
  environments: Map<string, Record<string, string>>,
  dataDir: string,
): AppProcess {
  const ready = app.ports.management
    ? `http://127.0.0.1:${settings.portOf(app, 'management')}/health/ready`
    : `http://127.0.0.1:${settings.portOf(app, 'service')}/health`;
  return new AppProcess({
    name: app.name,
    script: join(distOf(app), 'main.js'),
    env: environments.get(app.name) ?? {},
    logFile: join(settings.logFolder ?? join(dataDir, 'logs'), `${app.name}.log`),
    readyUrl: ready,
    pidFile: join(pidFolder(dataDir), app.name),
  });
}

async function prepareDatabases(
  apps: App[],
  postgres: Pick<Postgres, 'createDatabase'>,
  environments: Map<string, Record<string, string>>,
  signal: AbortSignal,
  onProgress: (step: string) => void,
): Promise<void> {
  const owners = apps.flatMap((app) => (app.database ? [{ ...app, database: app.database }] : []));
  for (const { database } of owners) await postgres.createDatabase(database);
  await Promise.all(
    owners.map(async (app) => {
      const { notes } = await prepareDatabase(app, environments.get(app.name) ?? {}, signal);
      onProgress([`${app.name}: database is ready`, ...notes].join('\n            '));
    }),
  );
}

async function startProcesses(
  apps: App[],
  processes: Map<string, AppProcess>,
  lifetime: Lifetime,
  onProgress: (step: string) => void,
): Promise<void> {
  const waiting = AbortSignal.any([lifetime.signal, AbortSignal.timeout(startTimeoutMs)]);
  // All but the gateway at once: none needs another to become ready. It comes last, when there is something to reach.
  const backends = apps.filter(({ name }) => name !== 'gateway');
  const gateway = apps.filter(({ name }) => name === 'gateway');
  for (const wave of [backends, gateway]) {
    await Promise.all(
      wave.map(async ({ name }) => {
        const process = processes.get(name);
        process?.start((reason) => {
          lifetime.end(reason);
        });
        await process?.ready(waiting).catch(() => {
          lifetime.signal.throwIfAborted();
          throw new Error(`${name} is not ready after ${startTimeoutMs / 1000} s`);
        });
        onProgress(`${name} is ready`);
      }),
    );
  }
}

/** What becomes of a part that ends by itself: while everything starts it ends the start, later somebody is told. */
class Lifetime {
  private readonly failed = new AbortController();
  private readonly onEnd: ((reason: string) => void) | undefined;
  /** Aborts for what ends the start. */
  readonly signal: AbortSignal;
  private up = false;

  constructor(onEnd: ((reason: string) => void) | undefined, givenUp?: AbortSignal) {
    this.onEnd = onEnd;
    this.signal = givenUp ? AbortSignal.any([this.failed.signal, givenUp]) : this.failed.signal;
  }

  isUp(): void {
    this.up = true;
  }

  end(reason: string): void {
    if (this.up) this.onEnd?.(reason);
    else this.failed.abort(new CommandFailure(reason));
  }
}

function databaseEnded(lastWords: string): string {
  const advice = /no space left on device|disk quota exceeded/i.test(lastWords)
    ? 'The disk is full: make room on it, then start again.'
    : 'Start again: it goes on with everything it had confirmed.';
  return `PostgreSQL ended. ${advice} Its last lines:\n  ${lastWords.replaceAll('\n', '\n  ')}`;
}

function named(apps: App[], name: string): App {
  const app = apps.find((candidate) => candidate.name === name);
  if (!app) throw new Error(`There is no app called ${name}`);
  return app;
}
