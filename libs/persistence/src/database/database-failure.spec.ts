import { describe, expect, it } from '@jest/globals';
import { databaseFailure } from './database-failure.ts';
import { StatementUnansweredError } from './database.errors.ts';

const withCode = (code: string): Error => Object.assign(new Error('no'), { code });

describe('the reason a database cannot be used', () => {
  it.each([
    [withCode('ECONNREFUSED'), 'refused'],
    [withCode('ENOTFOUND'), 'dns'],
    [withCode('ECONNRESET'), 'reset'],
    [withCode('SELF_SIGNED_CERT_IN_CHAIN'), 'tls'],
    [withCode('53300'), 'too_many_connections'],
    [withCode('53100'), 'disk_full'],
    [withCode('25006'), 'read_only'],
    [withCode('57P03'), 'starting'],
    [withCode('57P01'), 'reset'],
    [withCode('57014'), 'timeout'],
    [new StatementUnansweredError(10), 'timeout'],
    [new Error('timeout exceeded when trying to connect'), 'timeout'],
    [new Error('Connection terminated unexpectedly'), 'reset'],
  ])('of %s is %s', (error, reason) => {
    expect(databaseFailure(error)).toBe(reason);
  });

  it.each([withCode('23505'), withCode('22012'), new Error('relation does not exist'), undefined])(
    'is none where the statement is to blame: %s',
    (error) => {
      expect(databaseFailure(error)).toBeUndefined();
    },
  );
});
