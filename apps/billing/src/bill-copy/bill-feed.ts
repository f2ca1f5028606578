import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';

/** How far the copy has followed the feed of changes: one row, shared by all replicas. */
@Injectable()
export class BillFeed {
  constructor(private readonly database: Database) {}

  async cursor(): Promise<number> {
    const [row] = await this.database.query<{ cursor: string }>({ text: `select cursor from bill_feed` });
    return Number(row?.cursor ?? 0);
  }

  /**
   * Moves the cursor on, once everything up to there is stored. False when another replica has moved it meanwhile.
   * @param latest how far the feed goes, when the engine tells
   */
  async advance(from: number, to: number, latest: number | undefined): Promise<boolean> {
    const moved = await this.database.query({
      name: 'bill-feed-advance',
      text: `update bill_feed set cursor = $2, latest = $3 where cursor = $1 returning cursor`,
      values: [from, to, latest ?? null],
    });
    return moved.length > 0;
  }

  /** Records that at this time there was nothing behind the cursor. */
  async complete(asOf: Date): Promise<void> {
    await this.database.query({
      name: 'bill-feed-complete',
      text: `update bill_feed set as_of = greatest(as_of, $1::timestamptz)`,
      values: [asOf],
    });
  }
}
