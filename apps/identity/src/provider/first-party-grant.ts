import type { Grant, KoaContextWithOIDC } from 'oidc-provider';

/**
 * The grant under which a client of our own acts: everything it may ask for, without asking the person. Kept with the
 * session, so that signing out takes back whatever was issued under it.
 */
export async function firstPartyGrant({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, account, provider } = oidc;
  if (client === undefined || account === undefined) return undefined;
  const existingId = session?.grantIdFor(client.clientId);
  const existing = existingId === undefined ? undefined : await provider.Grant.find(existingId);
  // A session that changed hands must not hand over what was granted to the one before.
  const grant =
    existing?.accountId === account.accountId
      ? existing
      : new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  for (const [resource, { scope }] of Object.entries(oidc.resourceServers ?? {}))
    grant.addResourceScope(resource, scope);
  await grant.save();
  return grant;
}
