/**
 * The whole system from its images: every app in a container with a read-only root and no capabilities, in networks
 * where only declared calls are possible, on a PostgreSQL of this machine. Has the same face as the local stack.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { startPostgres } from '@wellspring/testing/postgres';
import { z } from 'zod';
import { defaultMigrationFile, environmentOf, type StackSettings } from '../../stack/environment.ts';
import { forward } from '../../stack/forward.ts';
import { writeOldPortals } from '../../stack/old-portals.ts';
import { loadSecrets } from '../../stack/secrets.ts';
import { assignPorts, type Stack, type StackOptions } from '../../stack/stack.ts';
import { readTopology, type App } from '../../topology/topology.ts';
import { findEngine } from '../engine.ts';
import { imageFolder } from '../image.ts';
import { Container } from './container.ts';
import { createNetworks, databaseHost } from './networks.ts';

export interface ContainerStack extends Stack {
  process: (app: string) => Container;
  databasePort: number;
  /** Where an app's declared calls lead through, in its network. */
  forwarderAddress: (app: string) => Promise<string>;
}

/** What a local process is given so that it runs at all; a container has its own. */
const ofThisMachine = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'NODE_OPTIONS'];

const migrationFolder = '/etc/wellspring/migration';
const oldPortalsFolder = '/etc/wellspring/old-portals';
const brandFolder = '/etc/wellspring/brand';
const startTimeoutMs = 180_000;
const made = z.looseObject({ reference: z.string() });

/** @throws Error saying what is missing or which app failed; what had been started is stopped again. */
export async function startContainerStack(options: StackOptions): Promise<ContainerStack> {
  const closing: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    return { ...(await startEverything(options, closing)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param closing what is to be undone afterwards, in the order in which it was done. */
async function startEverything(
  options: StackOptions,
  closing: (() => unknown)[],
): Promise<Omit<ContainerStack, 'stop'>> {
  const { dataDir, onProgress = () => undefined } = options;
  const engine = await findEngine();
  const apps = readTopology();
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const secrets = loadSecrets(dataDir);
  const portOf = await assignPorts(apps, 'free');
  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres'), persistent: false });
  closing.push(() => postgres.stop());
  const prefix = `wellspring-${process.pid}`;
  const networks = await createNetworks(engine, {
    ...{ prefix, apps, portOf, databasePort: postgres.port, image: imageOf(named(apps, 'portal')) },
    databaseSocketFolder: await databaseSocket(postgres.port, closing),
  });
  closing.push(() => networks.remove());

  const migrationFile = options.migrationFile ?? defaultMigrationFile;
  // The gateway is another user in there, and has to see the file be replaced, so gets its folder.
  chmodSync(dirname(migrationFile), 0o755);
  const settings: StackSettings = {
    portOf,
    secrets,
    databaseUrl: (database) => postgres.url(database).replace('@127.0.0.1:', `@${databaseHost}:`),
    customers: options.customers,
    migrationFile: join(migrationFolder, basename(migrationFile)),
    oldPortalsFile: join(oldPortalsFolder, 'old-portals.yaml'),
    ...(options.brandFolder !== undefined && { brandFolder }),
    hostOf: (name) => name,
    overrides: options.overrides ?? {},
  };
  const oldPortals = join(dataDir, 'old-portals');
  writeOldPortals(join(oldPortals, 'old-portals.yaml'), apps, settings);
  const gatewayFolders = [
    { source: dirname(migrationFile), target: migrationFolder },
    { source: oldPortals, target: oldPortalsFolder },
  ];
  const brandFolders = options.brandFolder === undefined ? [] : [{ source: options.brandFolder, target: brandFolder }];
  const containers = new Map(
    apps.map((app) => [
      app.name,
      new Container(engine, {
        app: app.name,
        name: `${prefix}-${app.name}-app`,
        image: imageOf(app),
        network: networks.networkOf(app.name),
        env: environmentInContainer(app, apps, settings),
        folders: [...(app.name === 'gateway' ? gatewayFolders : []), ...brandFolders],
        readyUrl: readyUrl(app, portOf),
        logFile: join(dataDir, 'logs', `${app.name}.log`),
      }),
    ]),
  );
  const containerOf = (name: string): Container => {
    const found = containers.get(name);
    if (!found) throw new Error(`There is no app called ${name}`);
    return found;
  };
  for (const app of apps) {
    if (!app.database) continue;
    await postgres.createDatabase(app.database);
    await containerOf(app.name).migrate();
    onProgress(`${app.name}: database is ready`);
  }
  closing.push(() => Promise.all([...containers.values()].map((container) => container.stop())));
  await startContainers([...containers.values()], options);
  return {
    apps,
    secrets,
    url: (name, kind = 'service') => `http://localhost:${portOf(named(apps, name), kind)}`,
    process: containerOf,
    databaseUrl: (database) => postgres.url(database),
    databasePort: postgres.port,
    forwarderAddress: networks.forwarderAddress,
  };
}

async function startContainers(containers: Container[], options: StackOptions): Promise<void> {
  const failed = new AbortController();
  const waiting = AbortSignal.any([failed.signal, AbortSignal.timeout(startTimeoutMs)]);
  let started = false;
  await Promise.all(
    containers.map(async (container) => {
      container.start((reason) => {
        if (started) options.onUnexpectedExit?.(reason);
        else failed.abort(new Error(reason));
      });
      await container.ready(waiting);
      options.onProgress?.(`${container.name} is ready`);
    }),
  );
  started = true;
}

/** As on one machine, but every app listens to others, and finds each of them by its name. */
function environmentInContainer(app: App, apps: App[], settings: StackSettings): Record<string, string> {
  const env = environmentOf(app, apps, settings);
  env['HOST'] = '0.0.0.0';
  return Object.fromEntries(Object.entries(env).filter(([key]) => !ofThisMachine.includes(key)));
}

function readyUrl(app: App, portOf: StackSettings['portOf']): string {
  return app.ports.management
    ? `http://127.0.0.1:${portOf(app, 'management')}/health/ready`
    : `http://127.0.0.1:${portOf(app, 'service')}/health`;
}

/** A socket in a folder of its own, which a container can be given, that leads to the server on this machine. */
async function databaseSocket(port: number, closing: (() => unknown)[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'database-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const socket = join(folder, 'database');
  const forwarder = await forward({ path: socket }, port);
  closing.push(() => {
    forwarder.close();
  });
  chmodSync(folder, 0o755);
  chmodSync(socket, 0o777);
  return folder;
}

function imageOf(app: App): string {
  const file = join(imageFolder(app.name), 'image.json');
  if (!existsSync(file)) throw new Error(`${app.name} has no image: run "npx nx run-many -t image" first`);
  return made.parse(JSON.parse(readFileSync(file, 'utf8'))).reference;
}

function named(apps: App[], name: string): App {
  const app = apps.find((candidate) => candidate.name === name);
  if (!app) throw new Error(`There is no app called ${name}`);
  return app;
}
