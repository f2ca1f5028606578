import { count, milliseconds, secret, settings } from '@wellspring/platform';
import { z } from 'zod';

/** Everything the database layer reads from the environment. Durations are milliseconds unless the name says otherwise. */
export class DatabaseSettings extends settings({
  databaseUrl: secret(z.url({ protocol: /^postgres(ql)?$/ })).describe('PostgreSQL connection string'),
  dbPoolMax: count(10).describe('Connections a replica may hold'),
  dbAcquireTimeoutMs: milliseconds(2_000).describe('Longest wait for a free or new connection'),
  dbStatementTimeoutMs: milliseconds(10_000).describe(
    'Longest run of one statement, enforced by the server and by the client',
  ),
  dbSlowQueryMs: milliseconds(500).describe('Statements at least this slow are logged by name or shape'),
  dbIdleTimeoutMs: milliseconds(30_000).describe('An idle connection is closed after this'),
  dbConnectRetryMs: milliseconds(1_000).describe('Pause between attempts to reach a database that is not there yet'),

  migrateConnectTimeoutMs: milliseconds(60_000).describe('How long migrate waits for the database to answer'),
  migrateLockTimeoutMs: milliseconds(300_000).describe('How long migrate waits for another migrate to finish'),
  migrateDdlLockTimeoutMs: milliseconds(10_000).describe(
    'How long a migration may wait for a table lock, and so hold up traffic',
  ),

  outboxPollIntervalMs: milliseconds(500).describe('Pause between looks at an empty outbox'),
  outboxBatchSize: count(50).describe('Aggregates delivered side by side by one replica'),
  outboxDeliveryTimeoutMs: milliseconds(10_000).describe('Deadline of one delivery'),
  outboxMaxAttempts: count(20).describe('Deliveries tried before a message is a dead letter'),
  outboxRetryBaseMs: milliseconds(500).describe('First pause after a failed delivery; doubles with jitter'),
  outboxRetryMaxMs: milliseconds(300_000).describe('Longest pause between two deliveries'),

  outboxRetentionMs: milliseconds(604_800_000).describe('How long a message nobody has registered for is kept'),
  outboxDeadRetentionMs: milliseconds(7_776_000_000).describe('How long a dead letter is kept'),
  outboxCleanupIntervalMs: milliseconds(600_000).describe('Pause between removals of old messages'),

  idempotencyTtlMs: milliseconds(86_400_000).describe('How long a stored answer is replayed'),
  idempotencyCleanupIntervalMs: milliseconds(600_000).describe('Pause between removals of expired keys'),

  jobsPollIntervalMs: z.coerce.number().int().min(500).default(1_000).describe('How often a worker looks for a job'),
  jobsHeartbeatSeconds: z.coerce
    .number()
    .int()
    .min(10)
    .default(10)
    .describe('A job whose worker is silent this long is given to another'),
  jobsSuperviseIntervalSeconds: count(5).describe('How often lost and expired jobs are looked for'),
  jobsStopGraceMs: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(10_000)
    .describe('What running jobs get to finish at shutdown'),
}) {}
