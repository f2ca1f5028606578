import { type Client, errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { ClientDirectory } from '../client/client-directory.ts';

/** RFC 8707 identifier of the operations API: the `aud` of the tokens operators call it with. */
export const operationsResource = 'urn:wellspring:operations';
export const operationsScope = 'operations';

/**
 * Access tokens for the operations API are JWTs (RFC 9068), so that it can check them without asking here; only
 * clients that sign in operators get one.
 */
export function resourceServers(
  clients: ClientDirectory,
  accessTokenTTL: number,
): (ctx: KoaContextWithOIDC, resource: string, client: Client) => ResourceServer {
  return (_ctx, resource, client) => {
    if (resource !== operationsResource || clients.accountsOf(client.clientId) !== 'operators') {
      throw new errors.InvalidTarget();
    }
    return {
      scope: operationsScope,
      audience: operationsResource,
      accessTokenFormat: 'jwt',
      accessTokenTTL,
      jwt: { sign: { alg: 'ES256' } },
    };
  };
}
