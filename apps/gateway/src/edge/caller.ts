import type { Machine } from '../bridge/machine.ts';
import type { Visitor } from '../migration/visitor.ts';
import type { Session } from '../session/session.ts';

/** Who sent a request, once that is known. */
export interface Caller {
  readonly session: Session | undefined;
  /** The system that asks in its own name, where it is nobody's browser. */
  readonly machine: Machine | undefined;
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

/** What a `Cookie` header says, and what of it each kind of upstream may see. */
export interface KnownCookies {
  session: Session | undefined;
  visitorId: string | undefined;
  /** Session cookies that the browser holds, by the name of the old portal, exactly as it sent them. */
  held: ReadonlyMap<string, string>;
  /** `Cookie` value without the gateway's own and the old portals' sessions. */
  others: string;
  /** The caller these cookies make, remembered while it stays the same. */
  caller?: Caller;
}
