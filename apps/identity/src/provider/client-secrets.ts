import { Injectable } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { addressBlock, ClientAddress } from '../client-address/client-address.ts';
import type { MachineClient } from '../machine-client/machine-client.schema.ts';
import { MachineClients } from '../machine-client/machine-clients.ts';
import { HashingBusyError } from '../password/hashing-busy.error.ts';
import { type Attempt, SignInThrottle } from '../throttle/sign-in-throttle.ts';

/** The secret was not looked at, so that nothing is said about it. */
class NotComparedError extends errors.OIDCProviderError {
  constructor(
    ctx: KoaContextWithOIDC,
    status: 429 | 503,
    override readonly error_description: string,
    retryAfterSeconds: number,
  ) {
    super(status, 'temporarily_unavailable');
    ctx.set('retry-after', String(retryAfterSeconds));
  }
}

/**
 * Checks the secrets of clients: those of machines by their hashes, guarded against guessing. Counted by client and address together: a
 * stranger who guesses does not lock out the machine itself.
 */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly machines: MachineClients,
    private readonly throttle: SignInThrottle,
    private readonly addresses: ClientAddress,
  ) {}

  /** Has the provider ask here whether a secret is the right one. */
  use(provider: Provider): void {
    const { machines } = this;
    const matches = this.matches.bind(this);
    provider.Client.prototype.compareClientSecret = function (secret) {
      const machine = machines.find(this.clientId);
      return machine === undefined ? isSame(secret, this.clientSecret) : matches(machine, secret, Provider.ctx);
    };
  }

  private async matches(machine: MachineClient, secret: string, ctx?: KoaContextWithOIDC): Promise<boolean> {
    if (ctx === undefined) throw new Error('A secret is only ever compared in a request');
    const attempt = attemptOf(machine, addressBlock(this.addresses.of(ctx.req)));
    const admission = await this.throttle.admit(attempt);
    if (!admission.admitted) {
      throw new NotComparedError(ctx, 429, 'too many wrong secrets', Math.ceil(admission.retryAfterMs / 1_000));
    }
    try {
      const isRight = await this.machines.isSecretOf(machine, secret);
      if (isRight) await this.throttle.succeeded(attempt);
      return isRight;
    } catch (error) {
      await this.throttle.withdrawn(attempt);
      if (error instanceof HashingBusyError) throw new NotComparedError(ctx, 503, 'too much to do', 1);
      throw error;
    }
  }
}

/** Apart from people's attempts: a machine with an old secret must not lock out those who share its address. */
function attemptOf({ client_id: id }: MachineClient, block: string): Attempt {
  return { account: `client ${id} at ${block}`, address: `clients at ${block}` };
}

/** Digests are of one length, which `timingSafeEqual` needs. */
function isSame(secret: string, known = ''): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(secret), digest(known));
}
