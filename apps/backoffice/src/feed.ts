import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';

export const feedQuery = z.object({
  changedAfter: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});

export type FeedName = 'customer' | 'invoice' | 'service' | 'usage' | 'rating-account';

/** How far the feed goes. */
export async function latestChange(pool: Pool, feed: FeedName): Promise<number> {
  const { rows } = await pool.query<{ last_seq: number }>('SELECT last_seq FROM feed WHERE name = $1', [feed]);
  return rows[0]?.last_seq ?? 0;
}

/**
 * Takes `count` change numbers and returns the first. The counter's row stays locked until the caller commits, so a
 * reader that has seen number n has seen every number below it: a plain sequence would let a slow commit slip behind.
 */
export async function takeChangeNumbers(client: PoolClient, feed: FeedName, count = 1): Promise<number> {
  const { rows } = await client.query<{ last_seq: number }>(
    'UPDATE feed SET last_seq = last_seq + $2 WHERE name = $1 RETURNING last_seq',
    [feed, count],
  );
  const last = rows[0]?.last_seq;
  if (last === undefined) throw new Error(`feed ${feed} does not exist`);
  return last - count + 1;
}
