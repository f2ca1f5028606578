import { Injectable } from '@nestjs/common';
import { IdentitySettings } from '../config.ts';
import { PasswordHasher } from '../password/password-hasher.ts';
import type { Account, Verification } from './account.ts';
import type { Operator } from './operator.schema.ts';

const prefix = 'operator:';

/** The operators, from the settings: their sign-in must work when every other system is down. */
@Injectable()
export class OperatorDirectory {
  private readonly operators: ReadonlyMap<string, Operator>;
  private readonly loginByEmail: ReadonlyMap<string, string>;
  private readonly hashes = new Map<string, Promise<string>>();

  constructor(
    settings: IdentitySettings,
    private readonly hasher: PasswordHasher,
  ) {
    this.operators = new Map(settings.operators.map((operator) => [operator.login.toLowerCase(), operator]));
    this.loginByEmail = new Map(
      settings.operators.map(({ email, login }) => [email.toLowerCase(), login.toLowerCase()]),
    );
  }

  find(accountId: string): Account | undefined {
    if (!accountId.startsWith(prefix)) return undefined;
    const operator = this.operators.get(accountId.slice(prefix.length));
    if (operator === undefined) return undefined;
    const { email, name, locale, roles } = operator;
    return { id: accountId, kind: 'operators', claims: { sub: accountId, email, name, locale, roles } };
  }

  async verify(login: string, password: string): Promise<Verification> {
    const typed = login.toLowerCase();
    const key = this.loginByEmail.get(typed) ?? typed;
    const operator = this.operators.get(key);
    const hash = operator === undefined ? undefined : await this.hashOf(key, operator);
    const matches = await this.hasher.matches(password, hash);
    return matches ? { outcome: 'verified', accountId: prefix + key } : { outcome: 'refused' };
  }

  private async hashOf(key: string, operator: Operator): Promise<string> {
    if (operator.passwordHash !== undefined) return operator.passwordHash;
    const made = this.hashes.get(key) ?? this.hasher.hash(operator.password ?? '');
    this.hashes.set(key, made);
    return made;
  }
}
