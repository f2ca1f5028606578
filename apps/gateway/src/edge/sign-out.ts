import { Inject, Injectable } from '@nestjs/common';
import { Sealer } from '@wellspring/auth/sealing';
import { Logger, messageOf } from '@wellspring/platform';
import { LEGACY_BRIDGE, type LegacyBridge } from '../bridge/legacy-bridge.ts';
import { LegacySite } from '../bridge/legacy-site.ts';
import { BridgeSettings } from '../config.ts';
import { Forwarding } from '../proxy/forwarded.ts';
import { cookieValue } from '../proxy/cookies.ts';
import { ProxyEngine } from '../proxy/proxy-engine.ts';
import { OidcClient } from '../session/oidc.client.ts';
import type { Session } from '../session/session.ts';
import { Sessions } from '../session/sessions.ts';
import { SessionStore, type SessionSecrets } from '../session/session.store.ts';
import { IDENTITY } from '../upstream/upstream-names.ts';
import { Upstreams } from '../upstream/upstreams.ts';
import { Credentials } from './credentials.ts';
import { redirect, type RecognisedRequest } from './edge-request.ts';

const purpose = 'sign-out';
const cookieName = '__Host-sign-out';
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** Below the provider's own path, or the browser would not send the provider's session cookie along. */
export const finishSignOutPath = '/identity/sign-out/finish';

/** Ends a session on both sides, on every replica, and at the identity provider. */
@Injectable()
export class SignOut {
  constructor(
    private readonly sessions: Sessions,
    private readonly store: SessionStore,
    private readonly sealer: Sealer,
    private readonly oidc: OidcClient,
    private readonly site: LegacySite,
    private readonly bridgeSettings: BridgeSettings,
    private readonly engine: ProxyEngine,
    private readonly upstreams: Upstreams,
    private readonly forwarding: Forwarding,
    private readonly credentials: Credentials,
    private readonly logger: Logger,
    @Inject(LEGACY_BRIDGE) private readonly bridge: LegacyBridge,
  ) {}

  begin(asked: RecognisedRequest): void {
    this.end(asked).catch((error: unknown) => {
      this.logger.error('A sign-out could not be completed', error, { 'event.action': 'sign-out' });
      redirect(asked, '/', [this.sessions.forgottenCookie()]);
    });
  }

  /** The provider's own session ends in the browser; what proves who asked is added here, out of the browser's sight. */
  finish(asked: RecognisedRequest): void {
    this.atProvider(asked).catch((error: unknown) => {
      this.logger.warn("The provider's session could not be ended", {
        'error.message': messageOf(error),
      });
      redirect(asked, '/', [forget()]);
    });
  }

  private async end(asked: RecognisedRequest): Promise<void> {
    const { session, cookies } = asked.caller;
    const setCookies = [this.sessions.forgottenCookie(), `${this.bridgeSettings.legacyCookie}=; Path=/; Max-Age=0`];
    // The old side is told in the background: its slowness is not the customer's.
    if (cookies.legacySession !== undefined) void this.site.signOut(cookies.legacySession);
    if (session === undefined) {
      redirect(asked, '/', setCookies);
      return;
    }
    await this.sessions.end(session);
    const { idToken, legacyCookie } = await this.secrets(session);
    void this.bridge.end(session, legacyCookie);
    this.logger.info('A customer signed out', { 'event.action': 'sign-out' });
    if (idToken === undefined) {
      redirect(asked, '/', setCookies);
      return;
    }
    const handle = this.sealer.seal(purpose, session.id);
    redirect(asked, finishSignOutPath, [...setCookies, `${cookieName}=${handle}; ${attributes}; Max-Age=300`]);
  }

  private async atProvider(asked: RecognisedRequest): Promise<void> {
    const { request, response, facts, exchange, caller } = asked;
    const handle = cookieValue(facts.cookie, cookieName);
    const sessionId = handle === undefined ? undefined : this.sealer.open(purpose, handle);
    const idToken = sessionId === undefined ? undefined : (await this.store.secrets(sessionId)).idToken;
    const upstream = this.upstreams.get(IDENTITY);
    if (sessionId === undefined || idToken === undefined || upstream === undefined) {
      redirect(asked, '/', [forget()]);
      return;
    }
    const target = await this.oidc.endSessionTarget(idToken);
    await this.store.forget(sessionId);
    this.engine.forward({
      request,
      response,
      facts,
      target,
      forwarded: this.forwarding.lines(this.forwarding.hop(request.socket), facts.forwarded),
      context: exchange.context,
      note: (fields) => {
        exchange.log(fields);
      },
      plan: {
        capability: undefined,
        route: finishSignOutPath,
        first: { upstream, side: undefined },
        fallback: undefined,
        credentials: (to) => this.credentials.for(to, caller, facts),
        setCookies: [forget()],
      },
    });
  }

  private async secrets(session: Session): Promise<SessionSecrets> {
    try {
      return await this.store.secrets(session.id);
    } catch {
      // Without the database the customer is signed out here; the provider's session runs out by itself.
      return {};
    }
  }
}

function forget(): string {
  return `${cookieName}=; ${attributes}; Max-Age=0`;
}
