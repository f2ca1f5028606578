import { DomainError } from '@wellspring/platform';
import { DatabaseError } from 'pg';

/** 503 `DB.UNAVAILABLE`: no connection within the deadline, or the connection broke. Nothing is known to be written. */
export class DatabaseUnavailableError extends DomainError {
  constructor(cause: unknown) {
    super({
      code: 'DB.UNAVAILABLE',
      message: 'The database cannot be reached',
      status: 503,
      headers: { 'retry-after': '1' },
      cause,
    });
  }
}

/** 503 `DB.TIMEOUT`: the statement was cut at its deadline. */
export class DatabaseTimeoutError extends DomainError {
  constructor(cause: unknown) {
    super({
      code: 'DB.TIMEOUT',
      message: 'The database took too long',
      status: 503,
      headers: { 'retry-after': '1' },
      cause,
    });
  }
}

/** What a connection is cut with whose server did not answer a statement in time. */
export class StatementUnansweredError extends Error {
  constructor(afterMs: number) {
    super(`The database server did not answer a statement within ${afterMs} ms`);
  }
}

const queryCanceled = '57014';
/** SQLSTATE classes after which the connection is of no use: connection exception, operator intervention. */
const brokenClasses = ['08', '57P'];

/** Whether the connection that raised this can serve another statement. */
export function leavesConnectionUsable(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && !brokenClasses.some((prefix) => error.code?.startsWith(prefix));
}

/** Says of a failed statement whether the database was slow or gone; an error of the statement itself stays as it is. */
export function toDatabaseError(error: unknown): Error {
  if (error instanceof DomainError) return error;
  if (error instanceof StatementUnansweredError || (error instanceof DatabaseError && error.code === queryCanceled))
    return new DatabaseTimeoutError(error);
  return leavesConnectionUsable(error) ? error : new DatabaseUnavailableError(error);
}
