/** The environment each process of a local stack gets: derived from the topology, plus what only this app knows. */
import { join } from 'node:path';
import { workspaceRoot, type App, type PortKind } from '../topology/topology.ts';
import type { Customers } from './customers-file.ts';
import type { Secrets } from './secrets.ts';
import { syntheticCustomers, visitorsOf } from './synthetic-customers.ts';

/** Every generated customer of the stand-in back office signs in with this. */
export const demoPassword = 'wellspring-demo';
export const operatorEmail = 'operator@example.com';

/** What the machine of a laptop may do: read everything, and be told of it. */
const laptopScopes = [
  'customerBillManagement:read',
  'paymentManagement:read',
  'productInventory:read',
  'usageManagement:read',
  'tmf:hub',
].join(' ');

export interface StackSettings {
  /** The port an app listens on in this stack. */
  portOf: (app: App, kind: PortKind) => number;
  databaseUrl: (database: string) => string;
  secrets: Secrets;
  /** Default: generated. */
  customers?: Customers | undefined;
  migrationFile: string;
  /** The look of all pages; absent: the one they have by themselves. */
  brandFolder?: string;
  /** Made by `writeOldPortals`. */
  oldPortalsFile: string;
  /** Where the apps' log files are. */
  logFolder?: string;
  /** Where an app is found by the others; absent: on this machine. */
  hostOf?: (app: string) => string;
  /** On top of everything else, by app. */
  overrides: Partial<Record<string, Record<string, string>>>;
}

export const devBrandFolder = join(workspaceRoot, 'deploy/environments/dev/brand');
export const defaultMigrationFile = join(workspaceRoot, 'deploy/environments/dev/migration.yaml');

/** @returns the complete environment of one app: nothing is inherited but PATH and what Node itself needs. */
export function environmentOf(app: App, apps: App[], stack: StackSettings): Record<string, string> {
  const origin = (name: string): string => `http://localhost:${portNumber(apps, stack, name, 'service')}`;
  return {
    ...inherited(),
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(stack.portOf(app, 'service')),
    ...(app.ports.management && { MANAGEMENT_PORT: String(stack.portOf(app, 'management')) }),
    ...(app.database && { DATABASE_URL: stack.databaseUrl(app.database) }),
    ...addresses(app, apps, stack),
    // Nobody routes traffic to a local process, so it need not wait for anybody to notice that it leaves.
    SHUTDOWN_PROPAGATION_MS: '0',
    PUBLIC_URL: origin('gateway'),
    // Where somebody who tries out a hub has their listener.
    HUB_CALLBACKS: 'http://localhost:9000',
    ...(stack.brandFolder !== undefined && { BRAND_FOLDER: stack.brandFolder }),
    ...settingsOf(app.name, origin, stack),
    ...stack.overrides[app.name],
  };
}

function addresses(app: App, apps: App[], stack: StackSettings): Record<string, string> {
  const env: Record<string, string> = {};
  for (const call of app.calls) {
    const address = (): string => `${addressOf(call.app, apps, stack, call.port)}${call.path}`;
    switch (call.as) {
      case 'address':
        env[call.env] = address();
        break;
      case 'list':
        env[call.env] = [...(env[call.env]?.split(' ') ?? []), `${call.app}=${address()}`].join(' ');
        break;
      case 'profile':
        env[call.env] = stack.oldPortalsFile;
        break;
      default:
        call.as satisfies never;
    }
  }
  return env;
}

export function addressOf(
  name: string,
  apps: App[],
  { hostOf = () => '127.0.0.1', portOf }: Pick<StackSettings, 'hostOf' | 'portOf'>,
  kind: PortKind = 'service',
): string {
  return `http://${hostOf(name)}:${portNumber(apps, { portOf }, name, kind)}`;
}

function settingsOf(app: string, origin: (name: string) => string, stack: StackSettings): Record<string, string> {
  const { secrets } = stack;
  switch (app) {
    case 'backoffice':
      return {
        CUSTOMER_PASSWORD: demoPassword,
        ...customersOf(stack.customers),
      };
    case 'legacy-portal':
      return { BRIDGE_HEADER: 'on' };
    case 'identity':
      return {
        COOKIE_KEYS: secrets.cookieKeys,
        IDENTITY_ENCRYPTION_KEYS: secrets.identityEncryptionKeys,
        OIDC_CLIENTS: JSON.stringify(oidcClients(origin, secrets)),
        MACHINE_CLIENTS: JSON.stringify([{ client_id: 'laptop', scope: laptopScopes, secret: secrets.machineSecret }]),
        OPERATORS: JSON.stringify([
          {
            login: 'operator',
            email: operatorEmail,
            name: 'Operator on call',
            password: secrets.operatorPassword,
            roles: ['operator'],
          },
        ]),
      };
    case 'gateway':
      return {
        EDGE_SIGNING_KEYS: secrets.edgeSigningKeys,
        SESSION_KEYS: secrets.sessionKeys,
        OIDC_CLIENT_ID: 'gateway',
        OIDC_CLIENT_SECRET: secrets.gatewayClientSecret,
        MIGRATION_FILE: stack.migrationFile,
        OPERATIONS_TOKEN: secrets.operationsToken,
        ...syntheticCustomers(stack.customers),
      };
    case 'pinpoint':
      return {
        OPERATIONS_TOKEN: secrets.operationsToken,
        CONSOLE_URL: origin('console'),
        // The old portal says nothing of itself; these are what it is known to ask.
        KNOWN_CALLS: 'legacy-portal=billing-engine,crm,payment-provider,rating,provisioning',
        ...(stack.logFolder !== undefined && { LOG_FOLDER: stack.logFolder }),
        ...visitorsOf(stack.customers, demoPassword),
      };
    case 'console':
      return {
        SESSION_KEYS: secrets.sessionKeys,
        OIDC_CLIENT_ID: 'console',
        OIDC_CLIENT_SECRET: secrets.consoleClientSecret,
        CONSOLE_URL: origin('console'),
      };
    case 'billing':
      return {
        SELLER_NAME: 'Wellspring Demo Ltd',
        SELLER_ADDRESS: '1 Example Street, 00000 Exampleton',
        SELLER_REGISTRATION_NUMBER: '00000000',
        SELLER_VAT_NUMBER: 'XX000000000',
        SELLER_BANK_ACCOUNT: 'XX00 0000 0000 0000 0000',
        SELLER_BANK: 'Example Bank',
        OPERATIONS_TOKEN: secrets.operationsToken,
      };
    case 'inventory':
    case 'usage':
      return { OPERATIONS_TOKEN: secrets.operationsToken };
    default:
      return {};
  }
}

function customersOf(customers: Customers = 'generated'): Record<string, string> {
  if (customers === 'generated') return {};
  if (customers === 'imported') return { CUSTOMERS: '0' };
  const { file, separator, encoding } = customers;
  return {
    CUSTOMERS_CSV: file,
    ...(separator !== undefined && { CUSTOMERS_CSV_SEPARATOR: separator }),
    ...(encoding !== undefined && { CUSTOMERS_CSV_ENCODING: encoding }),
  };
}

function oidcClients(origin: (name: string) => string, secrets: Secrets): object[] {
  const gateway = origin('gateway');
  const console = origin('console');
  return [
    {
      client_id: 'gateway',
      client_secret: secrets.gatewayClientSecret,
      redirect_uris: [`${gateway}/sign-in/callback`],
      post_logout_redirect_uris: [`${gateway}/`],
    },
    {
      client_id: 'console',
      client_secret: secrets.consoleClientSecret,
      redirect_uris: [`${console}/sign-in/callback`],
      post_logout_redirect_uris: [`${console}/`],
    },
  ];
}

function portNumber(apps: App[], stack: Pick<StackSettings, 'portOf'>, name: string, kind: PortKind): number {
  const app = apps.find((candidate) => candidate.name === name);
  if (!app) throw new Error(`There is no app called ${name}`);
  return stack.portOf(app, kind);
}

function inherited(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TZ', 'TMPDIR', 'SystemRoot', 'NODE_OPTIONS'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
