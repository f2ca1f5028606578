import { Injectable } from '@nestjs/common';
import type { FeedPage, RecordSource } from '@wellspring/read-model';
import { Rating } from '../rating/rating.ts';

/** Rating's accounts, as records to be copied. */
@Injectable()
export class AccountsSource implements RecordSource {
  constructor(private readonly rating: Rating) {}

  changes(cursor: number, limit: number): Promise<FeedPage> {
    return this.rating.changedAccounts(cursor, limit);
  }

  ofOwner(customerId: string): Promise<readonly unknown[]> {
    return this.rating.accountsOf(customerId);
  }
}
