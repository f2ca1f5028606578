import { networkFailure } from '@wellspring/platform';
import { StatementUnansweredError } from './database.errors.ts';

/** What can be wrong before the server has said anything. */
const belowSql = ['refused', 'timeout', 'dns', 'tls', 'reset'] as const;

/** Why a database could not be used, where the statement itself is not to blame. */
export type DatabaseFailure =
  (typeof belowSql)[number] | 'too_many_connections' | 'starting' | 'disk_full' | 'read_only' | 'other';

/** SQLSTATE codes and classes, the most particular first. */
const states: readonly (readonly [prefix: string, failure: DatabaseFailure])[] = [
  ['53300', 'too_many_connections'],
  ['53100', 'disk_full'],
  ['58030', 'disk_full'],
  ['25006', 'read_only'],
  ['57P03', 'starting'],
  ['57014', 'timeout'],
  ['57P', 'reset'],
  ['08', 'reset'],
  ['53', 'other'],
  ['58', 'other'],
];

/** pg gives these as plain errors without a code. */
const unansweredConnect = /timeout (?:exceeded|expired)|connect(?:ion)? timeout/i;
const brokenConnection = /connection terminated/i;

/** @returns undefined for an error of the statement itself, such as a key that is taken */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  if (error instanceof StatementUnansweredError) return 'timeout';
  if (typeof error !== 'object' || error === null) return undefined;
  const network = networkFailure(error)?.outcome;
  const below = belowSql.find((failure) => failure === network);
  if (below !== undefined) return below;
  if ('code' in error && typeof error.code === 'string') {
    const { code } = error;
    return states.find(([prefix]) => code.startsWith(prefix))?.[1];
  }
  const message = 'message' in error ? String(error.message) : '';
  if (unansweredConnect.test(message)) return 'timeout';
  return brokenConnection.test(message) ? 'reset' : undefined;
}
