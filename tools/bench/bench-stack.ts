/** As much of the system as a benchmark needs: a database server and some of the apps, as they are built. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '@wellspring/testing/postgres';
import { AppProcess } from '../stack/app-process.ts';
import { defaultMigrationFile, environmentOf, type StackSettings } from '../stack/environment.ts';
import { writeOldPortals } from '../stack/old-portals.ts';
import { freePort } from '@wellspring/testing/processes';
import { prepareDatabase } from '../stack/preparation.ts';
import { loadSecrets } from '../stack/secrets.ts';
import { readTopology, workspaceRoot, type App, type PortKind } from '../topology/topology.ts';

export interface BenchStack {
  /** Brings an app's database to where it can start. */
  prepare: (name: string) => Promise<void>;
  /** Starts an app, its database prepared before, and waits until it is ready. `changed`: settings of this start. */
  start: (name: string, changed?: Readonly<Record<string, string>>) => Promise<AppProcess>;
  dropDatabase: (name: string) => Promise<void>;
  port: (name: string, kind?: PortKind) => number;
  readyUrl: (name: string) => string;
  databaseUrl: (database: string) => string;
  stop: () => Promise<void>;
}

const startTimeoutMs = 120_000;

/** @param overrides settings by app, on top of what the topology gives. */
export async function benchStack(overrides: StackSettings['overrides'] = {}): Promise<BenchStack> {
  const apps = readTopology();
  const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-bench-'));
  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres'), persistent: false });
  const ports = new Map<string, number>();
  for (const app of apps) for (const kind of kindsOf(app)) ports.set(`${app.name} ${kind}`, await freePort());

  const named = (name: string): App =>
    existing(
      apps.find((app) => app.name === name),
      `There is no app ${name}.`,
    );
  const portOf = (app: App, kind: PortKind): number =>
    existing(ports.get(`${app.name} ${kind}`), `${app.name} has no ${kind} port.`);
  const settings: StackSettings = {
    portOf,
    secrets: loadSecrets(dataDir),
    databaseUrl: (database) => postgres.url(database),
    migrationFile: defaultMigrationFile,
    oldPortalsFile: join(dataDir, 'old-portals.yaml'),
    overrides,
  };
  writeOldPortals(settings.oldPortalsFile, apps, settings);
  const readyUrl = (name: string): string => {
    const app = named(name);
    const managed = app.ports.management !== undefined;
    return `http://127.0.0.1:${portOf(app, managed ? 'management' : 'service')}${managed ? '/health/ready' : '/health'}`;
  };
  const running: AppProcess[] = [];
  const prepare = async (name: string): Promise<void> => {
    const app = named(name);
    if (!app.database) return;
    await postgres.createDatabase(app.database);
    await prepareDatabase(app, environmentOf(app, apps, settings));
  };
  return {
    prepare,
    start: async (name, changed = {}) => {
      await prepare(name);
      const env = environmentOf(named(name), apps, settings);
      const logFile = join(dataDir, `${name}.log`);
      const process = new AppProcess({ name, script: scriptOf(name), env, logFile, readyUrl: readyUrl(name) });
      const failed = new AbortController();
      process.start((reason) => {
        failed.abort(new Error(reason));
      }, changed);
      running.push(process);
      await process.ready(AbortSignal.any([failed.signal, AbortSignal.timeout(startTimeoutMs)]));
      return process;
    },
    dropDatabase: async (name) => {
      const client = new Client({ connectionString: postgres.url() });
      await client.connect();
      await client.query(`DROP DATABASE ${client.escapeIdentifier(named(name).database ?? name)} WITH (FORCE)`);
      await client.end();
    },
    port: (name, kind = 'service') => portOf(named(name), kind),
    readyUrl,
    databaseUrl: settings.databaseUrl,
    stop: async () => {
      for (const process of running.reverse()) await process.stop();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function kindsOf(app: App): PortKind[] {
  return app.ports.management === undefined ? ['service'] : ['service', 'management'];
}

function scriptOf(name: string): string {
  return join(workspaceRoot, 'apps', name, 'dist/main.js');
}

function existing<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new Error(message);
  return value;
}
