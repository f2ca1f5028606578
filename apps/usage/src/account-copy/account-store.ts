import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import type { RecordMapping, RecordRows } from '@wellspring/read-model';
import type { EntityManager } from 'typeorm';
import type { Account } from '../account/account.ts';

const selectAccount = 'select record from account where id = $1';

/** The accounts as they are stored. */
@Injectable()
export class AccountStore implements RecordMapping<Account> {
  constructor(private readonly database: Database) {}

  async find(customerId: string): Promise<Account | undefined> {
    const [row] = await this.database.query<{ record: Account }>({
      name: 'account',
      text: selectAccount,
      values: [customerId],
    });
    return row?.record;
  }

  /** The account, which nobody else changes until the transaction ends. */
  async lock(manager: EntityManager, customerId: string): Promise<Account | undefined> {
    const [row] = await manager.query<{ record: Account }[]>(`${selectAccount} for update`, [customerId]);
    return row?.record;
  }

  rowsOf(accounts: readonly Account[]): RecordRows[] {
    return accounts.map((account) => ({
      row: { id: account.customerId, change_seq: account.changeSeq, record: account },
    }));
  }
}
