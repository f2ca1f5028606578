import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** How far the copy has followed the feed of changes. One row, whose lock makes writers take turns. */
@Injectable()
export class BillFeed {
  constructor(private readonly dataSource: DataSource) {}

  async cursor(): Promise<number> {
    const [row] = await this.dataSource.query<{ cursor: string }[]>(`select cursor from bill_feed`);
    return Number(row?.cursor ?? 0);
  }

  /** Moves the cursor on, unless another replica has moved it meanwhile. */
  async advance(manager: EntityManager, from: number, to: number): Promise<boolean> {
    const [row] = await manager.query<{ cursor: string }[]>(`select cursor from bill_feed for update`);
    if (Number(row?.cursor) !== from) return false;
    await manager.query(`update bill_feed set cursor = $1`, [to]);
    return true;
  }

  /** Records that at this time there was nothing behind the cursor. */
  async complete(asOf: Date): Promise<void> {
    await this.dataSource.query(`update bill_feed set as_of = greatest(as_of, $1::timestamptz)`, [asOf]);
  }
}
