import { Injectable } from '@nestjs/common';
import { IdentitySettings } from '../config.ts';
import type { AccountKind, ClientSettings } from './client.schema.ts';

/** The clients this provider serves, all of them configured: none can register itself. */
@Injectable()
export class ClientDirectory {
  private readonly clients: ReadonlyMap<string, ClientSettings>;

  constructor(settings: IdentitySettings) {
    const clients = settings.oidcClients.map((client) => told(client, settings.gatewayLogoutUrl));
    this.clients = new Map(clients.map((client) => [client.metadata.client_id, client]));
  }

  get all(): ClientSettings[] {
    return [...this.clients.values()];
  }

  /** Whose sign-in the client takes; undefined for a client that is not ours. */
  accountsOf(clientId: string): AccountKind | undefined {
    return this.clients.get(clientId)?.accounts;
  }

  /** Where a sign-in of the client that came too late is begun again; its `state` names it. */
  restartOf(clientId: string, state: string): string | undefined {
    const address = this.clients.get(clientId)?.metadata.initiate_login_uri ?? this.homeOf(clientId, '/sign-in');
    if (address === undefined) return undefined;
    const url = new URL(address);
    url.searchParams.set('state', state);
    return url.href;
  }

  /** Where a person who does not want to sign in goes back to. */
  homeOf(clientId: string, path = '/'): string | undefined {
    const client = this.clients.get(clientId)?.metadata;
    const [redirectUri] = client?.redirect_uris ?? [];
    const base = client?.client_uri ?? redirectUri;
    return base === undefined ? undefined : new URL(path, base).href;
  }

  /** Origins a form may lead to: browsers hold every redirect after a form against `form-action`. */
  get origins(): string[] {
    const uris = this.all.flatMap(({ metadata }) => [...metadata.redirect_uris, ...metadata.post_logout_redirect_uris]);
    return [...new Set(uris.map((uri) => new URL(uri).origin))];
  }
}

/** The address is of the inside of an installation, so that the installation may say it in place of the client's metadata. */
function told({ metadata, ...client }: ClientSettings, logoutUrl: string | undefined): ClientSettings {
  if (metadata.client_id !== 'gateway' || logoutUrl === undefined) return { ...client, metadata };
  return { ...client, metadata: { backchannel_logout_uri: logoutUrl, ...metadata } };
}
