import type { JWK } from 'jose';
import type { AdapterFactory, ClientMetadata, Configuration, FindAccount, JWKS } from 'oidc-provider';
import type { AccountDirectory } from '../account/account-directory.ts';
import type { ClientDirectory } from '../client/client-directory.ts';
import type { IdentitySettings } from '../config.ts';
import type { MachineClient } from '../machine-client/machine-client.schema.ts';
import type { MachineClients } from '../machine-client/machine-clients.ts';
import { locales } from '../page/locale.ts';
import { firstPartyGrant } from './first-party-grant.ts';
import type { ProviderPages } from './provider.pages.ts';
import { operationsScope, ResourceServers } from './resource-servers.ts';
import type { SessionEnd } from './session-end.ts';
import { signInPolicy } from './sign-in.policy.ts';

export interface ProviderParts {
  settings: IdentitySettings;
  clients: ClientDirectory;
  machines: MachineClients;
  accounts: AccountDirectory;
  pages: ProviderPages;
  sessionEnd: SessionEnd;
  adapter: AdapterFactory;
}

/** How long past its sign-in a session's grant may be needed: a token issued at its very end. */
const grantReserveSeconds = 3_600;
const codeTtlSeconds = 60;
/** The only way in which clients are answered. */
export const responseMode = 'query';

/** Everything oidc-provider is told. The first key signs. */
export function providerConfiguration(parts: ProviderParts, keys: JWK[]): Configuration {
  const { settings, clients, machines, accounts, pages, sessionEnd, adapter } = parts;
  const seconds = (milliseconds: number): number => Math.ceil(milliseconds / 1_000);
  const accessTokenTtl = seconds(settings.accessTokenTtlMs);
  const resources = new ResourceServers(clients, machines, accessTokenTtl);
  const sessionTtl = seconds(settings.sessionTtlMs);
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true } as const;

  const findAccount: FindAccount = async (ctx, sub) => {
    const kind = ctx.oidc.client === undefined ? undefined : clients.accountsOf(ctx.oidc.client.clientId);
    const account = kind === undefined ? undefined : await accounts.find(kind, sub);
    return account && { accountId: account.id, claims: () => ({ ...account.claims }), roles: account.claims.roles };
  };

  return {
    adapter,
    clients: [...clients.all.map(({ metadata }) => metadata), ...machines.all.map(metadataOf)],
    clientDefaults: { id_token_signed_response_alg: 'ES256', response_modes: [responseMode] },
    jwks: { keys } satisfies JWKS,
    cookies: {
      keys: [...settings.cookieKeys],
      names: { session: 'identity_session', interaction: 'identity_interaction', resume: 'identity_resume' },
      long: { ...cookie, path: '/identity' },
      short: cookie,
    },
    claims: {
      openid: ['sub', 'segment', 'roles'],
      email: ['email'],
      profile: ['name', 'locale'],
      acr: null,
      auth_time: null,
      iss: null,
      sid: null,
    },
    // The gateway wants to know who signed in from the ID token, without a second call.
    conformIdTokenClaims: false,
    scopes: ['openid', 'email', 'profile', 'offline_access', operationsScope],
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: {
      AccessToken: accessTokenTtl,
      AuthorizationCode: codeTtlSeconds,
      ClientCredentials: accessTokenTtl,
      Grant: sessionTtl + grantReserveSeconds,
      IdToken: seconds(settings.idTokenTtlMs),
      Interaction: seconds(settings.interactionTtlMs),
      RefreshToken: sessionTtl,
      Session: sessionTtl,
    },
    // A refresh token lives as long as the session it comes from. Not replaced with every use: every client of ours has a
    // secret, without which the token is worth nothing (RFC 9700 section 4.14.2), and replicas of a client may renew at the
    // same moment.
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: false,
    expiresWithSession: () => true,
    findAccount,
    loadExistingGrant: firstPartyGrant,
    extraTokenClaims(ctx, token) {
      const roles = ctx.oidc.account?.['roles'];
      return token.kind === 'AccessToken' && Array.isArray(roles) ? { roles } : undefined;
    },
    interactions: {
      policy: signInPolicy(),
      url: (_ctx, interaction) => `/identity/interaction/${interaction.uid}`,
    },
    renderError: (ctx, out) => {
      pages.renderError(ctx, out);
    },
    clientBasedCORS: () => false,
    // All clients are configured, so their back-channel addresses are ours; the default refuses private networks.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined }),
    discovery: { ui_locales_supported: [...locales], claims_locales_supported: [...locales] },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (ctx, client, token) => sessionEnd.mayRevoke(ctx, client, token) },
      backchannelLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: resources.defaultOf,
        getResourceServerInfo: resources.infoOf,
        useGrantedResource: () => true,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx) => {
          pages.renderSignOut(ctx);
        },
        postLogoutSuccessSource: (ctx) => {
          pages.renderSignedOut(ctx);
        },
      },
    },
  };
}

/** A machine gets tokens for itself and signs nobody in. */
function metadataOf({ client_id, client_name, jwks, secretHash = '' }: MachineClient): ClientMetadata {
  return {
    client_id,
    ...(client_name !== undefined && { client_name }),
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    ...(jwks === undefined
      ? // Compared by `ClientSecrets`, never by the provider.
        { token_endpoint_auth_method: 'client_secret_basic', client_secret: `hash ${secretHash}` }
      : { token_endpoint_auth_method: 'private_key_jwt', jwks }),
  };
}
