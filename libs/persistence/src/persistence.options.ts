import type { Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { idempotencyMigrations } from './idempotency/idempotency.migration.ts';
import { outboxMigrations } from './outbox/outbox.migration.ts';

/** What a service keeps in its database. */
export interface PersistenceOptions {
  /** Every entity class of the service. */
  entities: Type[];
  /** Every migration of the service, each once; they run in the order of their timestamps. */
  migrations: Type<MigrationInterface>[];
  /** Adds the `outbox` table, `Outbox` and its relay. */
  outbox?: boolean;
  /** Adds background jobs (schema `pgboss`) and `Jobs`. */
  jobs?: boolean;
  /** Whether the service can answer without its database: it becomes ready without it then, as degraded. Off by default. */
  optional?: boolean;
  /** Adds the `idempotency_key` table and `IdempotencyKeys`. On unless it is set to false. */
  idempotency?: boolean;
}

export const persistenceOptionsToken = Symbol('PersistenceOptions');

/** The options with this library's own tables among the migrations. */
export function withOwnMigrations(options: PersistenceOptions): PersistenceOptions {
  return {
    ...options,
    migrations: [
      ...(options.idempotency === false ? [] : idempotencyMigrations),
      ...(options.outbox === true ? outboxMigrations : []),
      ...options.migrations,
    ],
  };
}

/** Names under which TypeORM records the migrations, oldest first: the instance's own, which survives a minifying bundler. */
export function migrationNames(options: PersistenceOptions): string[] {
  return options.migrations
    .map((migration) => new migration().name ?? migration.name)
    .sort((a, b) => Number(a.slice(-13)) - Number(b.slice(-13)));
}
