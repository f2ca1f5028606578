import { Injectable } from '@nestjs/common';
import type { AccessToken, Client, ClientCredentials, KoaContextWithOIDC, Provider, RefreshToken } from 'oidc-provider';
import { OidcRecordStore } from './oidc-record.store.ts';
import { ProviderEvents } from './provider.events.ts';

type OpenSession = InstanceType<Provider['Session']>;

/** What oidc-provider's clients can do beside what its types say. */
interface Informed {
  backchannelLogout: (accountId: string, sid: string | undefined) => Promise<void>;
}

/** Ends sessions without a browser: on the word of one of their clients, or because the account is closed. */
@Injectable()
export class SessionEnd {
  constructor(
    private readonly store: OidcRecordStore,
    private readonly events: ProviderEvents,
  ) {}

  /**
   * Asked before a client's token is revoked (RFC 7009). With its refresh token a client signs its person out: the session
   * the token came from ends too, first, so that a client that got no answer can ask again.
   */
  async mayRevoke(
    { oidc }: KoaContextWithOIDC,
    client: Client,
    token: AccessToken | ClientCredentials | RefreshToken,
  ): Promise<boolean> {
    if (token.clientId !== client.clientId) return false;
    if (token.kind === 'RefreshToken' && 'sessionUid' in token && token.sessionUid !== undefined) {
      await this.end(oidc.provider, token.sessionUid, client.clientId);
    }
    return true;
  }

  /** Ends a session, everything granted under it, and tells its clients but the one that ended it. */
  async end(provider: Provider, sessionUid: string, endedBy?: string): Promise<void> {
    const session = await provider.Session.findByUid(sessionUid);
    if (session === undefined) return;
    await session.destroy();
    const clients = Object.entries(session.authorizations ?? {});
    await Promise.all(clients.flatMap(([, { grantId }]) => (grantId === undefined ? [] : [revoke(provider, grantId)])));
    await Promise.all(clients.filter(([id]) => id !== endedBy).map(([id]) => this.tell(provider, session, id)));
  }

  /** Ends every session of an account; returns how many there were. */
  async endAll(provider: Provider, accountId: string): Promise<number> {
    const sessions = await this.store.sessionsOf(accountId);
    for (const uid of sessions) await this.end(provider, uid);
    return sessions.length;
  }

  /** One that cannot be told goes on until it asks here again. */
  private async tell(provider: Provider, session: OpenSession, clientId: string): Promise<void> {
    const client = await provider.Client.find(clientId);
    const { accountId } = session;
    if (client?.backchannelLogoutUri === undefined || accountId === undefined) return;
    try {
      await (client as unknown as Informed).backchannelLogout(accountId, session.sidFor(clientId));
      this.events.told(clientId);
    } catch (error) {
      this.events.notTold(clientId, accountId, error);
    }
  }
}

async function revoke(
  { AccessToken, AuthorizationCode, RefreshToken, Grant }: Provider,
  grantId: string,
): Promise<void> {
  await Promise.all([
    AccessToken.revokeByGrantId(grantId),
    AuthorizationCode.revokeByGrantId(grantId),
    RefreshToken.revokeByGrantId(grantId),
    Grant.find(grantId).then((grant) => grant?.destroy()),
  ]);
}
