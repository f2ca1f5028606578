import { Module } from '@nestjs/common';
import { ReadModelModule } from '@wellspring/read-model';
import { AccountCopySettings } from '../config.ts';
import { mapAccount } from '../rating/account.mapping.ts';
import { RatingModule } from '../rating/rating.module.ts';
import { accountCopy } from '../account/account.ts';
import { AccountStore } from './account-store.ts';
import { AccountsSource } from './accounts.source.ts';

@Module({ imports: [RatingModule], providers: [AccountsSource], exports: [AccountsSource] })
class AccountsSourceModule {}

const copy = ReadModelModule.register({
  name: accountCopy,
  plural: 'accounts',
  shape: 1,
  settings: AccountCopySettings,
  imports: [AccountsSourceModule],
  source: AccountsSource,
  read: mapAccount,
  identify: ({ customerId, changeSeq }) => ({ id: customerId, version: changeSeq, owner: customerId }),
  table: { name: 'account', version: 'change_seq' },
  mapping: AccountStore,
});

/** The copy of what rating says customers may use. */
@Module({ imports: [copy], exports: [copy] })
export class AccountCopyModule {}
