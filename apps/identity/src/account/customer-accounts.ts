import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CustomerAccount } from './customer-account.entity.ts';

/** The columns of a customer's account. */
export type CustomerRecord = Pick<CustomerAccount, keyof CustomerAccount>;

/** The customers' accounts in our own database, by which they sign in while the CRM is away. */
@Injectable()
export class CustomerAccounts {
  constructor(private readonly database: DataSource) {}

  byId(id: string): Promise<CustomerAccount | null> {
    return this.database.manager.findOneBy(CustomerAccount, { id });
  }

  byLogin(login: string): Promise<CustomerAccount | null> {
    return this.database.manager.findOneBy(CustomerAccount, { login });
  }

  /** Keeps what the CRM has just confirmed. An address that moved to another customer moves here too. */
  async keep(account: CustomerRecord): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager
        .createQueryBuilder()
        .update(CustomerAccount)
        .set({ login: null })
        .where('login = :login AND id <> :id', { login: account.login, id: account.id })
        .execute();
      await manager.upsert(CustomerAccount, account, ['id']);
    });
  }

  /** The password kept here is no longer the customer's. */
  async forgetPassword(id: string): Promise<void> {
    await this.database.manager.update(CustomerAccount, { id }, { passwordHash: null });
  }
}
