export {
  type CommandAction,
  type CommandChange,
  type CommandEnds,
  type CommandHandler,
  type CommandRecord,
  type CommandStep,
} from './commands/command.ts';
export { CommandModule, type CommandRegistration, commandsToken, InjectCommands } from './commands/command.module.ts';
export { CommandOperationsModule, oneLine } from './commands/command-operations.ts';
export { Commands } from './commands/commands.ts';
export { createResolutions, dropResolutions } from './commands/resolution.migration.ts';
export { type Resolution } from './commands/resolution.ts';
export { Database } from './database/database.ts';
export { DatabaseTimeoutError, DatabaseUnavailableError } from './database/database.errors.ts';
export { DatabaseSettings } from './database/database.settings.ts';
export { minorUnits } from './database/minor-units.ts';
export { type Statement } from './database/statement.ts';
export { type IdempotentRequest } from './idempotency/fingerprint.ts';
export { parseIdempotencyKey } from './idempotency/idempotency-key.ts';
export {
  type IdempotentCall,
  IdempotencyKeys,
  type IdempotentResponse,
  type IdempotentResult,
} from './idempotency/idempotency-keys.ts';
export {
  IdempotencyInProgressError,
  IdempotencyKeyMissingError,
  IdempotencyKeyReusedError,
} from './idempotency/idempotency.errors.ts';
export {
  type JobDefinition,
  type JobHandler,
  type JobKind,
  type JobRun,
  PermanentJobError,
  type RetryPolicy,
  type ScheduledJobDefinition,
} from './jobs/job.ts';
export { type EnqueueOptions, Jobs } from './jobs/jobs.ts';
export { dropAppendOnly, keepAppendOnly } from './migrations/append-only.ts';
export { migrate, type MigratedService, type MigrateOptions } from './migrations/migrate.ts';
export { MigrationLockedError, MigrationUnreachableError } from './migrations/migrate.errors.ts';
export { runMigrations } from './migrations/run-migrations.ts';
export { Outbox } from './outbox/outbox.ts';
export { type OutboxEvent, type OutboxMessage } from './outbox/outbox.message.ts';
export { type OutboxHandler, OutboxPublisher } from './outbox/outbox.publisher.ts';
export { OutboxStore } from './outbox/outbox.store.ts';
export { MonthlyPartitions } from './partitions/monthly-partitions.ts';
export { PersistenceModule } from './persistence.module.ts';
export { type PersistenceOptions } from './persistence.options.ts';
