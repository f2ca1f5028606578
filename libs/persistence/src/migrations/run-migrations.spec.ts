import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@wellspring/platform';
import { MigrationLockedError, MigrationUnreachableError } from './migrate.errors.ts';
import { exitCodeOf } from './run-migrations.ts';

describe('the exit status of migrate', () => {
  it.each([
    [78, new ConfigurationError([{ name: 'DATABASE_URL', problem: 'is missing' }])],
    [69, new MigrationUnreachableError()],
    [75, new MigrationLockedError()],
    [1, new Error('division by zero')],
  ])('is %i', (status, error) => {
    expect(exitCodeOf(error)).toBe(status);
  });
});
