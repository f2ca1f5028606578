import { IdempotencyKeyMissingError } from './idempotency.errors.ts';

/** Structured Field String (RFC 9651, section 3.3.3), or the same characters without quotes as most clients send them. */
const quotedPattern = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;
const barePattern = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,255}$/;

/**
 * The key in an `Idempotency-Key` header.
 *
 * @throws IdempotencyKeyMissingError when there is none, more than one, or one that is malformed
 */
export function parseIdempotencyKey(header: string | string[] | undefined): string {
  const value = typeof header === 'string' ? header.trim() : '';
  const quoted = quotedPattern.exec(value)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\(["\\])/g, '$1');
  if (barePattern.test(value)) return value;
  throw new IdempotencyKeyMissingError();
}
