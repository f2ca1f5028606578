import { type Customer, ForbiddenError } from '@wellspring/auth';
import type { Resource } from '../query/resource.ts';

/** Whose resources the caller may see: their own, or, which is `undefined`, everybody's. */
export function ownerFor({ access, scopes }: Resource, caller: Customer): string | undefined {
  if (access.condition === undefined) return undefined;
  return scopes.readAll !== undefined && caller.scopes.has(scopes.readAll) ? undefined : caller.id;
}

/** @throws ForbiddenError (403) when writing needs a scope that the caller's token does not carry */
export function assertMayWrite({ scopes }: Resource, caller: Customer): void {
  if (scopes.write !== undefined && !caller.scopes.has(scopes.write)) throw new ForbiddenError();
}
