import { Injectable } from '@nestjs/common';
import { DependencyError, HttpClient, InjectHttpClient } from '@wellspring/platform';
import { type FeedPage, feedPageSchema } from '@wellspring/read-model';
import { z } from 'zod';

export const rating = 'rating';

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
