import * as openid from 'openid-client';
import type { Browser } from './browser.ts';
import { consoleRedirectUri, consoleSecret, gatewaySecret, redirectUri } from './identity-environment.ts';

/** A client of the provider, as the gateway and the console are. */
export class RelyingParty {
  private constructor(
    readonly configuration: openid.Configuration,
    private readonly redirectUri: string,
  ) {}

  static gateway(browser: Browser): Promise<RelyingParty> {
    return RelyingParty.discover(browser, 'gateway', gatewaySecret, redirectUri);
  }

  static console(browser: Browser): Promise<RelyingParty> {
    return RelyingParty.discover(browser, 'console', consoleSecret, consoleRedirectUri);
  }

  private static async discover(browser: Browser, id: string, secret: string, uri: string): Promise<RelyingParty> {
    const configuration = await openid.discovery(
      new URL('/identity', browser.origin),
      id,
      secret,
      openid.ClientSecretBasic(secret),
      {
        // The back channel goes to the service itself; what it says about addresses is still the public origin.
        [openid.customFetch]: (url, options) => fetch(url.replace(browser.origin, browser.target), options),
      },
    );
    return new RelyingParty(configuration, uri);
  }

  async begin(parameters: Record<string, string> = {}): Promise<SignInAttempt> {
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const nonce = openid.randomNonce();
    const url = openid.buildAuthorizationUrl(this.configuration, {
      redirect_uri: this.redirectUri,
      scope: 'openid email profile',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...parameters,
    });
    return {
      url: url.href,
      finish: (callback, more = {}) =>
        openid.authorizationCodeGrant(
          this.configuration,
          new URL(callback),
          { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
          more,
        ),
    };
  }
}

export interface SignInAttempt {
  url: string;
  /** Exchanges the code of the callback. */
  finish: (callback: string, more?: Record<string, string>) => ReturnType<typeof openid.authorizationCodeGrant>;
}
