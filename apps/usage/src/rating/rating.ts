import { Injectable } from '@nestjs/common';
import { DependencyError, HttpClient, InjectHttpClient } from '@wellspring/platform';
import { type FeedPage, feedPageSchema, type FetchedRecords, sortOut } from '@wellspring/read-model';
import { decimalOf } from '@wellspring/tmf';
import { z } from 'zod';
import type { Account } from '../account/account.ts';
import { mapAccount } from './account.mapping.ts';

export const rating = 'rating';

/** `refused`: rating will not have this limit, now or later; the reason is its own code. */
export type LimitOutcome =
  { outcome: 'set'; account: FetchedRecords<Account> } | { outcome: 'refused'; reason: string };

/** Statuses by which rating says no for good; others may be cured by time or by an operator. */
const refusals = new Set([400, 404, 409, 422]);

const refusalSchema = z.object({ error: z.string().max(64) });

/** Rating, asked over HTTP. Every method throws DependencyError when it does not answer properly. */
@Injectable()
export class Rating {
  constructor(@InjectHttpClient(rating) private readonly client: HttpClient) {}

  /** The next usage records behind `cursor`, over all customers, in the order they were rated. */
  async changedRecords(cursor: number, limit: number): Promise<FeedPage> {
    return this.feed('list-records', '/records', cursor, limit);
  }

  async changedAccounts(cursor: number, limit: number): Promise<FeedPage> {
    return this.feed('list-accounts', '/accounts', cursor, limit);
  }

  /** One customer's account; none for who has nothing to use. */
  async accountsOf(customerId: string): Promise<readonly unknown[]> {
    try {
      const { body } = await this.client.request({
        operation: 'get-account',
        method: 'GET',
        path: `/customers/${encodeURIComponent(customerId)}/account`,
        schema: z.unknown(),
      });
      return [body];
    } catch (error) {
      if (error instanceof DependencyError && error.status === 404) return [];
      throw error;
    }
  }

  /** A customer's account as it is now. */
  async account(customerId: string): Promise<FetchedRecords<Account>> {
    return sortOut((await this.accountsOf(customerId)).map((one) => mapAccount(one)));
  }

  /**
   * Sets what use may cost in a month, `null` for whatever it comes to, should the account be as it was seen: so a call that
   * is answered late, or not at all, undoes nothing that came after it.
   */
  async setLimit(seen: Account, limitMinor: number | null): Promise<LimitOutcome> {
    try {
      const { body } = await this.client.request({
        operation: 'set-spending-limit',
        method: 'PUT',
        path: `/customers/${encodeURIComponent(seen.customerId)}/spending-limit`,
        headers: { 'if-match': `"${seen.changeSeq}"` },
        body: { limit: limitMinor === null ? null : decimalOf(limitMinor, seen.currency) },
        schema: z.unknown(),
        idempotent: true,
      });
      return { outcome: 'set', account: sortOut([mapAccount(body)]) };
    } catch (error) {
      if (!(error instanceof DependencyError) || !refusals.has(error.status ?? 0)) throw error;
      const refusal = refusalSchema.safeParse(error.body);
      return { outcome: 'refused', reason: refusal.success ? refusal.data.error : 'REFUSED' };
    }
  }

  private async feed(operation: string, path: string, cursor: number, limit: number): Promise<FeedPage> {
    const { body } = await this.client.request({
      operation,
      method: 'GET',
      path,
      query: { changedAfter: String(cursor), limit: String(limit) },
      schema: feedPageSchema(cursor),
    });
    return body;
  }
}
