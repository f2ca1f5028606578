import * as oidc from 'openid-client';

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

/** What has to be remembered between sending the browser away and its return. */
export interface SignInState {
  state: string;
  nonce: string;
  codeVerifier: string;
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

const defaultLifetimeSeconds = 60;

/**
 * Signs people in at an OpenID Provider, as a confidential client: authorization code flow with PKCE (RFC 7636), `state`
 * and `nonce` checked, the ID token's signature too. Tokens stay with the caller; nothing here is kept but the provider's metadata.
 */
export class RelyingParty {
  private readonly options: RelyingPartyOptions;
  private configuration: Promise<oidc.Configuration> | undefined;

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

  /** @param query of the callback, with its question mark. @throws when the provider, or whoever sent the browser, is wrong. */
  async finish(query: string, remembered: SignInState): Promise<Tokens> {
    const configuration = await this.discover();
    const answer = await oidc.authorizationCodeGrant(configuration, new URL(query, this.options.redirectUri), {
      pkceCodeVerifier: remembered.codeVerifier,
      expectedState: remembered.state,
      expectedNonce: remembered.nonce,
      idTokenExpected: true,
    });
    return tokensOf(answer);
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

  /** Ends a token, and with a refresh token everything that was granted with it (RFC 7009). */
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

function tokensOf(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): Tokens {
  return {
    accessToken: answer.access_token,
    expiresAt: Date.now() + (answer.expiresIn() ?? defaultLifetimeSeconds) * 1_000,
    refreshToken: answer.refresh_token,
    idToken: answer.id_token,
    claims: { ...answer.claims() },
  };
}
