import type { Type } from '@nestjs/common';
import {
  createService,
  defineService,
  type Environment,
  type LogSink,
  type Service,
  type ServiceDefinition,
} from '@wellspring/platform';
import { Module } from '@nestjs/common';
import { DatabaseSettings, migrate, PersistenceModule, type PersistenceOptions } from '../src/index.ts';

/** Log lines of a service under test, parsed. */
export class LogLines implements LogSink {
  readonly dropped = 0;
  readonly lines: Record<string, unknown>[] = [];

  write(line: string): void {
    this.lines.push(JSON.parse(line) as Record<string, unknown>);
  }

  flushSync(): void {
    // Nothing is held back.
  }

  with(message: string): Record<string, unknown>[] {
    return this.lines.filter((line) => line['message'] === message);
  }
}

export const databaseOnly: PersistenceOptions = { entities: [], migrations: [], idempotency: false };

/** A service that has a database and nothing else but the given providers. */
export function serviceWith(options: PersistenceOptions, providers: Type[] = []): ServiceDefinition {
  @Module({ imports: [PersistenceModule.forRoot(options)], providers })
  class AppModule {}
  return defineService({ name: 'under-test', module: AppModule, settings: [DatabaseSettings] });
}

/** Settings under which a test waits for nothing. */
export const fast: Environment = {
  HOST: '127.0.0.1',
  PORT: '0',
  MANAGEMENT_PORT: '0',
  SHUTDOWN_PROPAGATION_MS: '0',
  SHUTDOWN_IDLE_GRACE_MS: '0',
  DB_CONNECT_RETRY_MS: '50',
  OUTBOX_POLL_INTERVAL_MS: '20',
  OUTBOX_RETRY_BASE_MS: '20',
  JOBS_POLL_INTERVAL_MS: '500',
  JOBS_SUPERVISE_INTERVAL_SECONDS: '1',
};

export interface Started {
  service: Service;
  logs: LogLines;
  ready: () => Promise<{ status: number; body: unknown }>;
  metrics: () => Promise<string>;
}

/** Starts a service on a database as it is, without migrating it. */
export async function start(
  definition: ServiceDefinition,
  databaseUrl: string,
  env: Environment = {},
): Promise<Started> {
  const logs = new LogLines();
  const service = await createService(definition, {
    env: { ...fast, DATABASE_URL: databaseUrl, ...env },
    logSink: logs,
  });
  await service.start();
  const get = (path: string): Promise<Response> => fetch(`${service.managementUrl}${path}`);
  return {
    service,
    logs,
    ready: async () => {
      const response = await get('/health/ready');
      return { status: response.status, body: await response.json() };
    },
    metrics: async () => (await get('/metrics')).text(),
  };
}

/** Migrates the database first, as a deployment does. */
export async function startMigrated(
  definition: ServiceDefinition,
  databaseUrl: string,
  env: Environment = {},
): Promise<Started> {
  await migrate(definition, { env: { DATABASE_URL: databaseUrl } });
  return start(definition, databaseUrl, env);
}
