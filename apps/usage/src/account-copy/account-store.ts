import { Injectable } from '@nestjs/common';
import type { RecordMapping, RecordRows } from '@wellspring/read-model';
import { DataSource } from 'typeorm';
import type { Account } from '../account/account.ts';

/** The accounts as they are stored. */
@Injectable()
export class AccountStore implements RecordMapping<Account> {
  constructor(private readonly dataSource: DataSource) {}

  async find(customerId: string): Promise<Account | undefined> {
    const [row] = await this.dataSource.query<{ record: Account }[]>('select record from account where id = $1', [
      customerId,
    ]);
    return row?.record;
  }

  rowsOf(accounts: readonly Account[]): RecordRows[] {
    return accounts.map((account) => ({
      row: { id: account.customerId, change_seq: account.changeSeq, record: account },
    }));
  }
}
