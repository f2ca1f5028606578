import type { Visitor } from '../migration/migration.ts';
import type { Session } from '../session/session.ts';
import type { KnownCookies } from './cookie-header.ts';

/** Who sent a request, once that is known. */
export interface Caller {
  session: Session | undefined;
  visitor: Visitor;
  cookies: KnownCookies;
  /** `Set-Cookie` values that came of finding out: a session renewed, or opened for a customer of the old side. */
  setCookies: readonly string[];
  /** `Set-Cookie` value of an id made just now for a visitor without one. */
  newVisitor: string | undefined;
}
