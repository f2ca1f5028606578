import type { Visitor } from '../migration/migration.ts';
import type { Session } from '../session/session.ts';
import type { KnownCookies } from './cookie-header.ts';

/** Who sent a request, once that is known. */
export interface Caller {
  readonly session: Session | undefined;
  /**
   * Whether an old portal has to be asked before the new side may go by any of this: the browser, or the gateway for it,
   * holds a session there.
   */
  readonly unproven: boolean;
  /** Whether somebody else is there than before: the browser is to forget what it keeps. */
  readonly changed: boolean;
  readonly visitor: Visitor;
  readonly cookies: KnownCookies;
  /** `Set-Cookie` values that came of finding out: a session renewed, or opened for a customer of the old side. */
  readonly setCookies: readonly string[];
  /** `Set-Cookie` value of an id made just now for a visitor without one; there once `visitor` has been asked for. */
  readonly newVisitor: string | undefined;
}
