import { configurationExitCode, ConfigurationError, messageOf, readEnvironment } from '@wellspring/platform';
import { migrate, type MigratedService } from './migrate.ts';
import { MigrationLockedError, MigrationUnreachableError } from './migrate.errors.ts';

/** Exit statuses of sysexits.h: whoever started migrate can tell what to do from the number alone. */
const unavailable = 69;
const temporaryFailure = 75;
const migrationFailed = 1;

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigurationError) return configurationExitCode;
  if (error instanceof MigrationUnreachableError) return unavailable;
  if (error instanceof MigrationLockedError) return temporaryFailure;
  return migrationFailed;
}

/**
 * The whole of a service's `migrate.ts`: migrates the database the environment names, says what it does, and ends the
 * process with 0, 78 (bad configuration), 69 (no database), 75 (another migrate hangs) or 1 (a migration failed).
 */
export async function runMigrations(service: MigratedService): Promise<void> {
  try {
    await migrate(service, {
      env: readEnvironment(),
      report: (line) => {
        process.stdout.write(`${service.name} migrate: ${line}\n`);
      },
    });
  } catch (error) {
    const reason = messageOf(error);
    process.stderr.write(
      `${service.name} migrate: ${error instanceof ConfigurationError ? '' : 'failed: '}${reason}\n`,
    );
    process.exitCode = exitCodeOf(error);
  }
}
