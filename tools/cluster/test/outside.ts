/** What an operator has outside the cluster: databases, background systems, the old portal. They run on this machine. */
import { join } from 'node:path';
import type { WebSocketServer } from 'ws';
import { startPostgres, type Postgres } from '@wellspring/testing/postgres';
import { freePort } from '@wellspring/testing/processes';
import { AppProcess } from '../../stack/app-process.ts';
import { environmentOf, type StackSettings } from '../../stack/environment.ts';
import { forward, type Forwarder } from '../../stack/forward.ts';
import { prepareDatabase } from '../../stack/preparation.ts';
import { loadSecrets } from '../../stack/secrets.ts';
import { workspaceRoot, type App } from '../../topology/topology.ts';
import { serveLive, stopLive } from './live-connections.ts';

const domain = 'dev.example.internal';
const databaseAddress = '10.10.1.10';
export const oldPortalAddress = '10.10.2.10';
/** In a network that the gateway's policy names nowhere. */
export const strangerAddress = '10.10.3.10';
const livePort = 81;
const startTimeoutMs = 120_000;

/** Where the environment `dev` has its background systems: by setting, the name and the address. */
const systems: Record<string, { name: string; address: string; path: string }> = {
  CRM_URL: { name: `crm.${domain}`, address: '10.10.3.10', path: '/crm' },
  BILLING_ENGINE_URL: { name: `billing-engine.${domain}`, address: '10.10.3.10', path: '/billing-engine' },
  PAYMENT_PROVIDER_URL: { name: `payments.${domain}`, address: '10.10.4.10', path: '/payment-provider' },
  PROVISIONING_URL: { name: `provisioning.${domain}`, address: '10.10.5.10', path: '/provisioning' },
  RATING_URL: { name: `rating.${domain}`, address: '10.10.6.10', path: '/rating' },
};

export const oldPortalUrl = `http://legacy-portal.${domain}`;
/** Another old system, on the same machine. */
export const liveUrl = `${oldPortalUrl}:${livePort}`;
export const oldPortalNetworks = ['10.10.2.0/24'];

/** For the cluster's name server. */
export const outsideNames: Record<string, string> = {
  [`legacy-portal.${domain}`]: oldPortalAddress,
  ...Object.fromEntries(Object.values(systems).map(({ name, address }) => [name, address])),
};

export interface OutsidePlace {
  name: string;
  address: string;
  port: number;
  /** Whether an app is to reach it. */
  isFor: (app: App) => boolean;
}

export const outsidePlaces: OutsidePlace[] = [
  { name: 'PostgreSQL', address: databaseAddress, port: 5_432, isFor: ({ database }) => database !== undefined },
  {
    name: 'old portal',
    address: oldPortalAddress,
    port: 80,
    isFor: ({ calls }) => calls.some(({ app }) => app === 'legacy-portal'),
  },
  ...systemAddresses().map((address) => ({
    name: `background systems at ${address}`,
    address,
    port: 80,
    isFor: ({ calls }: App) => calls.some(({ env }) => systems[env]?.address === address),
  })),
];

export function systemUrl(setting: string): string {
  const system = systems[setting];
  if (!system) throw new Error(`outside.ts knows no ${setting}`);
  return `http://${system.name}${system.path}`;
}

export class Outside {
  readonly settings: StackSettings;
  readonly backofficeUrl: string;
  private readonly postgres: Postgres;
  private readonly processes: AppProcess[];
  private readonly forwarders: Forwarder[];
  private readonly live: WebSocketServer;

  private constructor(
    settings: StackSettings,
    backofficeUrl: string,
    postgres: Postgres,
    processes: AppProcess[],
    forwarders: Forwarder[],
    live: WebSocketServer,
  ) {
    this.settings = settings;
    this.backofficeUrl = backofficeUrl;
    this.postgres = postgres;
    this.processes = processes;
    this.forwarders = forwarders;
    this.live = live;
  }

  static async start(apps: App[], folder: string): Promise<Outside> {
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), persistent: false });
    for (const { database } of apps) if (database) await postgres.createDatabase(database);
    const [backofficePort, oldPortalPort] = [await freePort(), await freePort()];
    const ports: Record<string, number> = { backoffice: backofficePort, 'legacy-portal': oldPortalPort };
    const settings: StackSettings = {
      portOf: (app, kind) => ports[app.name] ?? app.ports[kind] ?? 0,
      secrets: loadSecrets(folder),
      databaseUrl: (database) => postgres.url(database),
      migrationFile: '',
      oldPortalsFile: '',
      // Its customers sign in on it themselves: keys for the bridge would have to come out of the cluster.
      overrides: { 'legacy-portal': { BRIDGE_HEADER: 'off' } },
    };
    const processes: AppProcess[] = [];
    for (const name of ['backoffice', 'legacy-portal']) {
      const app = apps.find((each) => each.name === name);
      if (!app) throw new Error(`There is no app called ${name}`);
      const env = environmentOf(app, apps, settings);
      await prepareDatabase(app, env);
      const process = new AppProcess({
        name,
        script: join(workspaceRoot, 'apps', name, 'dist/main.js'),
        env,
        logFile: join(folder, `${name}.log`),
        readyUrl: `http://127.0.0.1:${ports[name] ?? 0}/health`,
      });
      process.start((reason) => console.error(reason));
      await process.ready(AbortSignal.timeout(startTimeoutMs));
      processes.push(process);
    }
    const forwarders = await Promise.all([
      forward({ host: databaseAddress, port: 5_432 }, postgres.port),
      forward({ host: oldPortalAddress, port: 80 }, oldPortalPort),
      ...systemAddresses().map((host) => forward({ host, port: 80 }, backofficePort)),
    ]);
    const live = await serveLive(oldPortalAddress, livePort);
    return new Outside(settings, `http://127.0.0.1:${backofficePort}`, postgres, processes, forwarders, live);
  }

  /** As pods reach it. */
  databaseUrl(database: string): string {
    const url = new URL(this.postgres.url(database));
    url.host = `${databaseAddress}:5432`;
    return url.href;
  }

  async stop(): Promise<void> {
    stopLive(this.live);
    for (const each of this.forwarders) each.close();
    for (const each of this.processes) await each.stop();
    await this.postgres.stop();
  }
}

function systemAddresses(): string[] {
  return [...new Set(Object.values(systems).map(({ address }) => address))];
}
