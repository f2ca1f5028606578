/** The database did not answer within `MIGRATE_CONNECT_TIMEOUT_MS`. */
export class MigrationUnreachableError extends Error {
  override readonly name = 'MigrationUnreachableError';
}

/** Another migrate held the lock for longer than `MIGRATE_LOCK_TIMEOUT_MS`. */
export class MigrationLockedError extends Error {
  override readonly name = 'MigrationLockedError';
}
