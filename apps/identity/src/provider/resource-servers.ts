import { type Client, errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import type { ClientDirectory } from '../client/client-directory.ts';
import type { MachineClient } from '../machine-client/machine-client.schema.ts';
import type { MachineClients } from '../machine-client/machine-clients.ts';

/** RFC 8707 identifier of the operations API: the `aud` of the tokens operators call it with. */
export const operationsResource = 'urn:wellspring:operations';
export const operationsScope = 'operations';

/** Of the APIs behind the gateway: the `aud` of the tokens other systems call them with. */
export const apisResource = 'urn:wellspring:apis';

/** What an access token is for. Each of these is a JWT (RFC 9068), which can be checked without asking here. */
export class ResourceServers {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly machines: MachineClients,
    private readonly accessTokenTTL: number,
  ) {}

  /** What a client that names no resource gets a token for. */
  readonly defaultOf = (
    _ctx: KoaContextWithOIDC,
    { clientId }: Client,
    named?: readonly string[],
  ): string | readonly string[] | undefined =>
    named ?? (this.machines.find(clientId) === undefined ? undefined : apisResource);

  /** @throws InvalidTarget for a resource that the client gets no tokens for, InvalidScope */
  readonly infoOf = (ctx: KoaContextWithOIDC, resource: string, { clientId }: Client): ResourceServer => {
    const machine = this.machines.find(clientId);
    if (machine !== undefined && resource === apisResource) {
      assertAllowed(machine, [...ctx.oidc.requestParamScopes]);
      return this.server(apisResource, machine.scope);
    }
    if (resource === operationsResource && this.clients.accountsOf(clientId) === 'operators')
      return this.server(operationsResource, operationsScope);
    throw new errors.InvalidTarget();
  };

  private server(audience: string, scope: string): ResourceServer {
    const { accessTokenTTL } = this;
    return { scope, audience, accessTokenFormat: 'jwt', accessTokenTTL, jwt: { sign: { alg: 'ES256' } } };
  }
}

/** A machine says what it wants to do: a token that allows all it ever may would be worth more to whoever finds it. */
function assertAllowed({ scope: allowed }: MachineClient, asked: readonly string[]): void {
  if (asked.length === 0) throw new errors.InvalidScope('scope is missing', '');
  const scopes = new Set(allowed.split(' '));
  const forbidden = asked.find((scope) => !scopes.has(scope));
  if (forbidden !== undefined) throw new errors.InvalidScope('requested scope is not allowed', forbidden);
}
