import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { EdgeSettings, SessionSettings, UpstreamSettings } from '../config.ts';
import type { Identity } from './session.ts';
import type { SessionSecrets } from './session.store.ts';

/** What has to be remembered between sending the browser away and its return. */
export interface SignInState {
  state: string;
  nonce: string;
  codeVerifier: string;
}

const claimsSchema = z.object({
  sub: z.string().min(1),
  email: z.string().default(''),
  name: z.string().default(''),
  locale: z.string().default('en'),
  segment: z.string().optional(),
});

/** The identity provider as its client sees it: authorization code flow with PKCE (RFC 7636), tokens only server-side. */
@Injectable()
export class OidcClient {
  readonly issuer: URL;
  private readonly callback: URL;
  private readonly backChannel: URL;
  private configuration: Promise<oidc.Configuration> | undefined;

  constructor(
    private readonly settings: SessionSettings,
    private readonly edge: EdgeSettings,
    upstreams: UpstreamSettings,
  ) {
    this.issuer = new URL(settings.oidcIssuer ?? `${new URL(edge.publicUrl).origin}/identity`);
    this.callback = new URL('/sign-in/callback', edge.publicUrl);
    const [identity] = upstreams.identityUrl;
    this.backChannel = identity ?? this.issuer;
  }

  /** Where to send the browser, and what to remember meanwhile. */
  async begin(locale: string | undefined): Promise<{ url: URL; remember: SignInState }> {
    const configuration = await this.discover();
    const remember = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.callback.href,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(remember.codeVerifier),
      code_challenge_method: 'S256',
      state: remember.state,
      nonce: remember.nonce,
      ...(locale === undefined ? {} : { ui_locales: locale }),
    });
    return { url, remember };
  }

  /** @param query of the callback, with its question mark. @throws when the provider, or whoever sent the browser, is wrong. */
  async finish(query: string, remembered: SignInState): Promise<{ identity: Identity; secrets: SessionSecrets }> {
    const configuration = await this.discover();
    const tokens = await oidc.authorizationCodeGrant(configuration, new URL(query, this.callback), {
      pkceCodeVerifier: remembered.codeVerifier,
      expectedState: remembered.state,
      expectedNonce: remembered.nonce,
      idTokenExpected: true,
    });
    const fromIdToken = tokens.claims();
    const sub = fromIdToken?.sub ?? '';
    const userInfo = await oidc.fetchUserInfo(configuration, tokens.access_token, sub);
    const claims = claimsSchema.parse({ ...fromIdToken, ...userInfo });
    return {
      identity: {
        customerId: claims.sub,
        email: claims.email,
        name: claims.name,
        locale: claims.locale,
        segment: claims.segment,
      },
      secrets: { idToken: tokens.id_token, refreshToken: tokens.refresh_token },
    };
  }

  /** The provider's end of session as a path of its own site; the id token in it must not reach a browser. */
  async endSessionTarget(idToken: string): Promise<string> {
    const configuration = await this.discover();
    const url = oidc.buildEndSessionUrl(configuration, {
      id_token_hint: idToken,
      post_logout_redirect_uri: new URL('/', this.edge.publicUrl).href,
    });
    return url.pathname + url.search;
  }

  private async discover(): Promise<oidc.Configuration> {
    // A provider that is not there yet is asked again by the next sign-in.
    this.configuration ??= this.fetchConfiguration().catch((error: unknown) => {
      this.configuration = undefined;
      throw error;
    });
    return this.configuration;
  }

  private async fetchConfiguration(): Promise<oidc.Configuration> {
    const { oidcClientId, oidcClientSecret, oidcTimeoutMs } = this.settings;
    const execute = [oidc.enableNonRepudiationChecks];
    // The issuer is http only where PUBLIC_URL is: on a developer's machine.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out, not to go away
    if (this.issuer.protocol === 'http:') execute.push(oidc.allowInsecureRequests);
    return oidc.discovery(this.issuer, oidcClientId, undefined, oidc.ClientSecretBasic(oidcClientSecret), {
      execute,
      timeout: oidcTimeoutMs / 1_000,
      [oidc.customFetch]: (url, options) => this.fetch(url, options),
    });
  }

  /** Asks the provider directly instead of through the gateway's own front door. */
  private fetch(
    address: string,
    { headers, method, body, redirect, signal }: oidc.CustomFetchOptions,
  ): Promise<Response> {
    const url = new URL(address);
    const target = url.origin === this.issuer.origin ? new URL(url.pathname + url.search, this.backChannel) : url;
    return fetch(target, {
      method,
      redirect,
      body: typeof body === 'string' || body instanceof URLSearchParams ? body : null,
      headers: { ...headers, 'x-forwarded-host': url.host, 'x-forwarded-proto': url.protocol.slice(0, -1) },
      ...(signal !== undefined && { signal }),
    });
  }
}
