import { type Caller, ForbiddenError, ScopeMissingError } from '@wellspring/auth';
import type { Resource } from '../query/resource.ts';

/**
 * Whose resources the caller may see: their own, or, which is `undefined`, everybody's.
 * @throws ForbiddenError, ScopeMissingError (403) for a machine, which has none of its own
 */
export function ownerFor({ access, scopes: { readAll } }: Resource, caller: Caller): string | undefined {
  if (access.condition === undefined) return undefined;
  if (readAll !== undefined && caller.scopes.has(readAll)) return undefined;
  if (caller.kind === 'customer') return caller.id;
  throw readAll === undefined ? new ForbiddenError() : new ScopeMissingError(readAll);
}

/** @throws ForbiddenError, ScopeMissingError (403) when only customers may write, or those with a scope */
export function assertMayWrite({ scopes: { write } }: Resource, caller: Caller): void {
  if (write !== undefined) assertCarries(caller, write);
  else if (caller.kind !== 'customer') throw new ForbiddenError();
}

/** @throws ScopeMissingError (403) */
export function assertCarries({ scopes }: Caller, scope: string): void {
  if (!scopes.has(scope)) throw new ScopeMissingError(scope);
}
