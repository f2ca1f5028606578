import { Injectable } from '@nestjs/common';
import type { RecordMapping, RecordRows } from '@wellspring/read-model';
import { DataSource, type EntityManager } from 'typeorm';
import type { Account } from '../account/account.ts';

/** The accounts as they are stored. */
@Injectable()
export class AccountStore implements RecordMapping<Account> {
  constructor(private readonly dataSource: DataSource) {}

  find(customerId: string): Promise<Account | undefined> {
    return this.select(this.dataSource.manager, customerId, '');
  }

  /** The account, which nobody else changes until the transaction ends. */
  lock(manager: EntityManager, customerId: string): Promise<Account | undefined> {
    return this.select(manager, customerId, 'for update');
  }

  rowsOf(accounts: readonly Account[]): RecordRows[] {
    return accounts.map((account) => ({
      row: { id: account.customerId, change_seq: account.changeSeq, record: account },
    }));
  }

  private async select(
    manager: EntityManager,
    customerId: string,
    lock: '' | 'for update',
  ): Promise<Account | undefined> {
    const [row] = await manager.query<{ record: Account }[]>(`select record from account where id = $1 ${lock}`, [
      customerId,
    ]);
    return row?.record;
  }
}
