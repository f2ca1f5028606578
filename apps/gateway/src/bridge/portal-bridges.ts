import { Injectable } from '@nestjs/common';
import type { InNameOf } from '../portal-site/portal-site.ts';
import { OldPortals } from '../old-portal/profile/old-portals.ts';
import type { Session } from '../session/session.ts';
import { CustomerTokens } from './customer-tokens.ts';
import { FormSessions } from './form-sessions.ts';

/** What an old portal is sent beside what every browser sends. */
export interface PortalCredentials {
  /** Its session cookies, as they are sent. */
  cookies: string;
  /** Header lines, each ended by CRLF. */
  lines: string;
}

/** Makes old portals recognise customers who signed in on the new side, each in the way its profile says. */
@Injectable()
export class PortalBridges {
  /** Whether there is any portal whose sessions the gateway keeps: then a browser's cookies do not tell what it holds. */
  readonly keepsAny: boolean;

  constructor(
    private readonly portals: OldPortals,
    private readonly tokens: CustomerTokens,
    private readonly forms: FormSessions,
  ) {
    this.keepsAny = portals.all.some(({ bridge }) => bridge.mode === 'form');
  }

  /** Whether the gateway keeps this portal's sessions for its own, so that neither direction passes them on. */
  keepsCookies(portal: string): boolean {
    return this.portals.get(portal)?.bridge.mode === 'form';
  }

  /** @param held session cookies that the browser sent. @throws BridgeSignInError */
  credentials(
    portal: string,
    session: Session | undefined,
    held: string,
    asking: Omit<InNameOf, 'cookies'>,
  ): PortalCredentials | Promise<PortalCredentials> {
    const bridge = this.portals.get(portal)?.bridge;
    if (session !== undefined && this.keepsCookies(portal))
      return this.forms.cookies(session, portal, asking).then((cookies) => ({ cookies, lines: '' }));
    // Who signed in at the portal itself is known there by its own session, and no longer than that.
    if (bridge?.mode !== 'header' || session === undefined || session.openedFrom !== undefined)
      return { cookies: held, lines: '' };
    const { name, audience } = bridge.header;
    return { cookies: held, lines: `${name.toLowerCase()}: ${this.tokens.forPortal(session, portal, audience)}\r\n` };
  }
}
