import { Injectable } from '@nestjs/common';
import { IdentitySettings } from '../config.ts';
import type { AccountKind, ClientSettings } from './client.schema.ts';

/** The clients this provider serves, all of them configured: none can register itself. */
@Injectable()
export class ClientDirectory {
  private readonly clients: ReadonlyMap<string, ClientSettings>;

  constructor(settings: IdentitySettings) {
    this.clients = new Map(settings.oidcClients.map((client) => [client.metadata.client_id, client]));
  }

  get all(): ClientSettings[] {
    return [...this.clients.values()];
  }

  /** Whose sign-in the client takes; undefined for a client that is not ours. */
  accountsOf(clientId: string): AccountKind | undefined {
    return this.clients.get(clientId)?.accounts;
  }

  /** Where a person who does not want to sign in goes back to. */
  homeOf(clientId: string): string | undefined {
    const client = this.clients.get(clientId)?.metadata;
    const [redirectUri] = client?.redirect_uris ?? [];
    return client?.client_uri ?? (redirectUri === undefined ? undefined : new URL('/', redirectUri).href);
  }

  /** Origins a form may lead to: browsers hold every redirect after a form against `form-action`. */
  get origins(): string[] {
    const uris = this.all.flatMap(({ metadata }) => [...metadata.redirect_uris, ...metadata.post_logout_redirect_uris]);
    return [...new Set(uris.map((uri) => new URL(uri).origin))];
  }
}
