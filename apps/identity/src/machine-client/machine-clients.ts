import { Injectable } from '@nestjs/common';
import { IdentitySettings } from '../config.ts';
import { PasswordHasher } from '../password/password-hasher.ts';
import type { MachineClient } from './machine-client.schema.ts';

/** The other systems of the operator that may call the APIs, all of them configured. */
@Injectable()
export class MachineClients {
  private readonly clients: ReadonlyMap<string, MachineClient>;
  private readonly hashes = new Map<string, Promise<string>>();

  constructor(
    settings: IdentitySettings,
    private readonly hasher: PasswordHasher,
  ) {
    this.clients = new Map(settings.machineClients.map((client) => [client.client_id, client]));
    const taken = settings.oidcClients.find(({ metadata }) => this.clients.has(metadata.client_id));
    if (taken) throw new Error(`${taken.metadata.client_id} is both in OIDC_CLIENTS and in MACHINE_CLIENTS`);
  }

  get all(): MachineClient[] {
    return [...this.clients.values()];
  }

  /** `undefined` for a client that signs people in, and for one that is not ours. */
  find(clientId: string): MachineClient | undefined {
    return this.clients.get(clientId);
  }

  /** @throws HashingBusyError when too many computations wait already */
  async isSecretOf(client: MachineClient, secret: string): Promise<boolean> {
    return this.hasher.matches(secret, await this.hashOf(client));
  }

  private async hashOf({ client_id: id, secretHash, secret }: MachineClient): Promise<string | undefined> {
    if (secretHash !== undefined || secret === undefined) return secretHash;
    const made = this.hashes.get(id) ?? this.hasher.hash(secret);
    this.hashes.set(id, made);
    return made;
  }
}
