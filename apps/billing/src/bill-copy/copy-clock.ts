import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { BillCopyMetrics } from './bill-copy.metrics.ts';

const asOf = `
  select (select as_of from bill_feed) as feed, (select as_of from customer_copy where customer_id = $1) as own`;

/**
 * Knows how recent the copy is. That of all bills is remembered, so that while the sync keeps up a read asks nobody; a
 * replica that does not run the sync itself looks it up when its memory gets old.
 */
@Injectable()
export class CopyClock {
  private feedAsOf: Date | undefined;

  constructor(
    private readonly database: Database,
    private readonly metrics: BillCopyMetrics,
  ) {}

  /** What is remembered: the copy of all bills was complete at least until then. */
  remembered(): Date | undefined {
    return this.feedAsOf;
  }

  remember(feedAsOf: Date): void {
    if (this.feedAsOf && this.feedAsOf >= feedAsOf) return;
    this.feedAsOf = feedAsOf;
    this.metrics.setAsOf(feedAsOf);
  }

  /** How recent this customer's bills are; `undefined` when nothing is known of them. */
  async lookUp(customerId: string): Promise<Date | undefined> {
    const [row] = await this.database.query<{ feed: Date | null; own: Date | null }>({
      name: 'copy-as-of',
      text: asOf,
      values: [customerId],
    });
    if (row?.feed) this.remember(row.feed);
    return later(row?.feed ?? undefined, row?.own ?? undefined);
  }
}

export function later(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other;
  return one > other ? one : other;
}
