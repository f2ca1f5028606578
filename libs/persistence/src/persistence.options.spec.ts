import { describe, expect, it } from '@jest/globals';
import type { MigrationInterface } from 'typeorm';
import { migrationNames, withOwnMigrations } from './persistence.options.ts';

class Early1600000000000 implements MigrationInterface {
  up = (): Promise<void> => Promise.resolve();
  down = (): Promise<void> => Promise.resolve();
}

/** As a minifier leaves a class: the recorded name is the instance's. */
class A implements MigrationInterface {
  readonly name = 'Late1800000000000';
  up = (): Promise<void> => Promise.resolve();
  down = (): Promise<void> => Promise.resolve();
}

describe('the migrations of a service', () => {
  it('include the tables it asked for, oldest first', () => {
    const options = { entities: [], migrations: [A, Early1600000000000] };
    expect(migrationNames(withOwnMigrations({ ...options, outbox: true }))).toEqual([
      'Early1600000000000',
      'CreateIdempotencyKey1700000000000',
      'CreateOutbox1700000000001',
      'FindOutboxByTypeAndAge1700000000002',
      'Late1800000000000',
    ]);
    expect(migrationNames(withOwnMigrations({ ...options, idempotency: false }))).toEqual([
      'Early1600000000000',
      'Late1800000000000',
    ]);
  });
});
