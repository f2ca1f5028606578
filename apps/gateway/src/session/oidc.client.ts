import { Injectable } from '@nestjs/common';
import { RelyingParty, type SignedOut, type SignInState } from '@wellspring/auth/relying-party';
import { z } from 'zod';
import { EdgeSettings, SessionSettings, UpstreamSettings } from '../config.ts';
import type { Identity } from './session.ts';
import type { SessionSecrets } from './session.store.ts';

const claimsSchema = z.object({
  sub: z.string().min(1),
  email: z.string().default(''),
  name: z.string().default(''),
  locale: z.string().default('en'),
  segment: z.string().optional(),
});

/** What a sign-in at the provider brings. */
export interface SignedIn {
  identity: Identity;
  secrets: SessionSecrets;
  /** `sid`, by which the provider names its session when that ends. */
  providerSession: string | undefined;
}

/** Customers' sign-in at the identity provider. */
@Injectable()
export class OidcClient {
  readonly issuer: URL;
  private readonly party: RelyingParty;

  constructor(settings: SessionSettings, edge: EdgeSettings, upstreams: UpstreamSettings) {
    const identity = upstreams.identityUrl;
    this.issuer = new URL(settings.oidcIssuer ?? `${new URL(edge.publicUrl).origin}/identity`);
    this.party = new RelyingParty({
      issuer: this.issuer,
      // Asked directly instead of through the gateway's own front door.
      backChannel: identity ?? this.issuer,
      clientId: settings.oidcClientId,
      clientSecret: settings.oidcClientSecret,
      redirectUri: new URL('/sign-in/callback', edge.publicUrl),
      scope: 'openid profile email',
      timeoutMs: settings.oidcTimeoutMs,
    });
  }

  /** Where to send the browser, and what to remember meanwhile. */
  begin(locale: string | undefined): Promise<{ url: URL; remember: SignInState }> {
    return this.party.begin(locale === undefined ? {} : { ui_locales: locale });
  }

  /**
   * @param query of the callback, with its question mark.
   * @throws SignInRefusedError when whoever sent the browser is wrong; anything else when the provider gives no answer.
   */
  async finish(query: string, remembered: SignInState): Promise<SignedIn> {
    const tokens = await this.party.finish(query, remembered);
    const subject = z.string().parse(tokens.claims['sub']);
    const claims = claimsSchema.parse({
      ...tokens.claims,
      ...(await this.party.userInfo(tokens.accessToken, subject)),
    });
    return {
      identity: {
        customerId: claims.sub,
        email: claims.email,
        name: claims.name,
        locale: claims.locale,
        segment: claims.segment,
      },
      secrets: { idToken: tokens.idToken, refreshToken: tokens.refreshToken },
      providerSession: z.string().optional().parse(tokens.claims['sid']),
    };
  }

  /**
   * Ends the provider's session from here, without the browser, and tells its other clients: the provider ends a session
   * when a refresh token of it is revoked. @throws when the provider gives no answer.
   */
  endSession(refreshToken: string): Promise<void> {
    return this.party.revoke(refreshToken);
  }

  /** What a logout token of the provider says. @throws LogoutTokenError */
  signedOut(logoutToken: string): Promise<SignedOut> {
    return this.party.signedOut(logoutToken);
  }
}
