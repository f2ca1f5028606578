import { Injectable } from '@nestjs/common';
import { RelyingParty, type SignInState } from '@wellspring/auth/relying-party';
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

/** Customers' sign-in at the identity provider. */
@Injectable()
export class OidcClient {
  readonly issuer: URL;
  private readonly party: RelyingParty;

  constructor(
    settings: SessionSettings,
    private readonly edge: EdgeSettings,
    upstreams: UpstreamSettings,
  ) {
    const [identity] = upstreams.identityUrl;
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

  /** @param query of the callback, with its question mark. @throws when the provider, or whoever sent the browser, is wrong. */
  async finish(query: string, remembered: SignInState): Promise<{ identity: Identity; secrets: SessionSecrets }> {
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
    };
  }

  /** The provider's end of session as a path of its own site; the id token in it must not reach a browser. */
  async endSessionTarget(idToken: string): Promise<string> {
    const url = await this.party.endSessionUrl(new URL('/', this.edge.publicUrl), { id_token_hint: idToken });
    return url.pathname + url.search;
  }
}
