import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import { readLogoutToken, type SignedOut } from './logout-token.ts';
import type { SignInState } from './sign-in-state.ts';

export interface RelyingPartyOptions {
  /** As the browser and the tokens name the provider. */
  readonly issuer: URL;
  /** Origin under which the provider is asked directly, without the way a browser takes. */
  readonly backChannel: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: URL;
  readonly scope: string;
  /** RFC 8707: the API that the access token is for, when that is not the provider itself. */
  readonly resource?: string;
  /** Of one call to the provider. */
  readonly timeoutMs: number;
}

export interface Tokens {
  accessToken: string;
  /** When the access token ends, in milliseconds of the epoch. */
  expiresAt: number;
  refreshToken: string | undefined;
  idToken: string | undefined;
  /** Of the ID token; none when a refresh brought no new one. */
  claims: Readonly<Record<string, unknown>>;
}

/** What came back is of no use: it was tampered with, used before or kept too long. Another sign-in may go well. */
export class SignInRefusedError extends Error {
  constructor(cause: unknown) {
    super('The sign-in was refused', { cause });
  }
}

const defaultLifetimeSeconds = 60;

/**
 * Signs people in at an OpenID Provider, as a confidential client: authorization code flow with PKCE (RFC 7636), `state`
 * and `nonce` checked, the ID token's signature too. Tokens stay with the caller; nothing here is kept but the provider's metadata.
 */
export class RelyingParty {
  private readonly options: RelyingPartyOptions;
  private configuration: Promise<oidc.Configuration> | undefined;
  private keys: JWTVerifyGetKey | undefined;

  constructor(options: RelyingPartyOptions) {
    this.options = options;
  }

  /**
   * Where to send the browser, and what to remember meanwhile.
   * @param parameters further ones of the authorization request, such as `ui_locales` or `prompt`.
   */
  async begin(parameters: Readonly<Record<string, string>> = {}): Promise<{ url: URL; remember: SignInState }> {
    const { redirectUri, scope, resource } = this.options;
    const configuration = await this.discover();
    const remember = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri.href,
      scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(remember.codeVerifier),
      code_challenge_method: 'S256',
      state: remember.state,
      nonce: remember.nonce,
      ...(resource !== undefined && { resource }),
      ...parameters,
    });
    return { url, remember };
  }

  /**
   * @param query of the callback, with its question mark.
   * @throws SignInRefusedError when whoever sent the browser is wrong; anything else when the provider gives no answer.
   */
  async finish(query: string, remembered: SignInState): Promise<Tokens> {
    const configuration = await this.discover();
    try {
      const answer = await oidc.authorizationCodeGrant(configuration, new URL(query, this.options.redirectUri), {
        pkceCodeVerifier: remembered.codeVerifier,
        expectedState: remembered.state,
        expectedNonce: remembered.nonce,
        idTokenExpected: true,
      });
      return tokensOf(answer);
    } catch (error) {
      throw isRefusal(error) ? new SignInRefusedError(error) : error;
    }
  }

  /** @returns undefined when the provider refuses: the sign-in has ended. @throws when it gives no answer. */
  async refresh(refreshToken: string): Promise<Tokens | undefined> {
    const configuration = await this.discover();
    try {
      return tokensOf(await oidc.refreshTokenGrant(configuration, refreshToken));
    } catch (error) {
      if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return undefined;
      throw error;
    }
  }

  /** Ends a token, and with a refresh token everything that was granted with it (RFC 7009). @throws when there is no answer. */
  async revoke(token: string): Promise<void> {
    await oidc.tokenRevocation(await this.discover(), token);
  }

  /** @param accessToken one for the provider itself, not for a `resource`. */
  async userInfo(accessToken: string, subject: string): Promise<Readonly<Record<string, unknown>>> {
    return oidc.fetchUserInfo(await this.discover(), accessToken, subject);
  }

  /**
   * Where the provider's own session is ended.
   * @param parameters such as `id_token_hint`, which proves who asks and must not reach a browser.
   */
  async endSessionUrl(returnTo: URL, parameters: Readonly<Record<string, string>> = {}): Promise<URL> {
    return oidc.buildEndSessionUrl(await this.discover(), { post_logout_redirect_uri: returnTo.href, ...parameters });
  }

  /**
   * Reads a logout token, by which the provider says that somebody has signed out.
   * @throws LogoutTokenError; anything else when the provider's keys cannot be had.
   */
  async signedOut(logoutToken: string): Promise<SignedOut> {
    const { issuer, clientId: audience } = this.options;
    return readLogoutToken(logoutToken, await this.providerKeys(), { issuer: issuer.href, audience });
  }

  private async providerKeys(): Promise<JWTVerifyGetKey> {
    const { jwks_uri: address } = (await this.discover()).serverMetadata();
    if (address === undefined) throw new Error('The provider publishes no keys');
    this.keys ??= createRemoteJWKSet(new URL(address), {
      // Kept for as long as the provider is away; one that is not among them makes a fetch.
      cacheMaxAge: Number.POSITIVE_INFINITY,
      timeoutDuration: this.options.timeoutMs,
      [customFetch]: (url, { headers, ...options }) =>
        this.fetch(url, { ...options, body: undefined, headers: Object.fromEntries(headers) }),
    });
    return this.keys;
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
    const { issuer, clientId, clientSecret, timeoutMs } = this.options;
    const execute = [oidc.enableNonRepudiationChecks];
    // The issuer is http only on a developer's machine.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out, not to go away
    if (issuer.protocol === 'http:') execute.push(oidc.allowInsecureRequests);
    return oidc.discovery(issuer, clientId, undefined, oidc.ClientSecretBasic(clientSecret), {
      execute,
      timeout: timeoutMs / 1_000,
      [oidc.customFetch]: (url, options) => this.fetch(url, options),
    });
  }

  /** Asks the provider directly instead of through its public address. */
  private fetch(
    address: string,
    { headers, method, body, redirect, signal }: oidc.CustomFetchOptions,
  ): Promise<Response> {
    const { issuer, backChannel } = this.options;
    const url = new URL(address);
    const target = url.origin === issuer.origin ? new URL(url.pathname + url.search, backChannel) : url;
    return fetch(target, {
      method,
      redirect,
      body: typeof body === 'string' || body instanceof URLSearchParams ? body : null,
      headers: { ...headers, 'x-forwarded-host': url.host, 'x-forwarded-proto': url.protocol.slice(0, -1) },
      ...(signal !== undefined && { signal }),
    });
  }
}

/** What the token endpoint refuses, and what does not fit this sign-in, is not the provider's failure. */
function isRefusal(error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return error.error === 'invalid_grant';
  return error instanceof oidc.AuthorizationResponseError || (error instanceof oidc.ClientError && isInvalid(error));
}

function isInvalid({ code }: oidc.ClientError): boolean {
  return code === 'OAUTH_INVALID_RESPONSE' || code === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED';
}

function tokensOf(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): Tokens {
  return {
    accessToken: answer.access_token,
    expiresAt: Date.now() + (answer.expiresIn() ?? defaultLifetimeSeconds) * 1_000,
    refreshToken: answer.refresh_token,
    idToken: answer.id_token,
    claims: { ...answer.claims() },
  };
}
