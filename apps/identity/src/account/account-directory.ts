import { Injectable } from '@nestjs/common';
import type { AccountKind } from '../client/client.schema.ts';
import type { Account, Verification } from './account.ts';
import { CustomerDirectory } from './customer-directory.ts';
import { OperatorDirectory } from './operator-directory.ts';

/** Everybody who can sign in. Customers and operators are never looked for in each other's directory. */
@Injectable()
export class AccountDirectory {
  constructor(
    private readonly customers: CustomerDirectory,
    private readonly operators: OperatorDirectory,
  ) {}

  async find(kind: AccountKind, accountId: string): Promise<Account | undefined> {
    switch (kind) {
      case 'customers':
        return this.customers.find(accountId);
      case 'operators':
        return this.operators.find(accountId);
    }
  }

  verify(kind: AccountKind, login: string, password: string): Promise<Verification> {
    switch (kind) {
      case 'customers':
        return this.customers.verify(login, password);
      case 'operators':
        return this.operators.verify(login, password);
    }
  }
}
