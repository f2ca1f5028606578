import type { Session } from '../session/session.ts';

/** Makes the old side recognise a customer who signed in on the new one. */
export interface LegacyBridge {
  /**
   * What to send with a request of this session: header lines ended by CRLF, and a cookie for its `Cookie` header.
   * Answers at once whenever it can.
   */
  credentials(session: Session): LegacyCredentials | Promise<LegacyCredentials>;
  /** Whether the old side's session cookie stays in the gateway, so that neither direction passes it on. */
  readonly keepsCookie: boolean;
  /** The old side signed the customer in with this cookie (`name=value`). */
  adopt(session: Session, cookie: string): void;
  /** Ends the old side's session, too. Never throws: a sign-out does not wait for the old side. */
  end(session: Session, cookie: string | undefined): Promise<void>;
}

export interface LegacyCredentials {
  lines: string;
  cookie: string | undefined;
}

export const LEGACY_BRIDGE = Symbol('LegacyBridge');
