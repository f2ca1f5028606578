import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { monthOf, type UsageRecord } from '../usage/usage.ts';
import { addRecords, correctRecords, type Counted } from './count-records.ts';
import { UsagePartitions } from './usage-partitions.ts';

/** Records of months that are kept, and how many others there were. */
export interface KeptRecords {
  /** The newest version of each. */
  readonly kept: readonly UsageRecord[];
  readonly left: number;
}

/** The usage that was rated, and its sums by day and by month. */
@Injectable()
export class UsageLedger {
  constructor(private readonly partitions: UsagePartitions) {}

  /** Sorts out what is to be counted, and makes room for it. To be called before the transaction that counts. */
  async prepare(records: readonly UsageRecord[]): Promise<KeptRecords> {
    const [firstKept, firstUnknown] = [this.partitions.firstKept(), this.partitions.firstUnknown()];
    const ofKeptMonths = records.filter(({ startedAt }) => startedAt >= firstKept && startedAt < firstUnknown);
    await this.partitions.ensure(new Set(ofKeptMonths.map(({ startedAt }) => monthOf(startedAt))));
    return { kept: newestOfEach(ofKeptMonths), left: records.length - ofKeptMonths.length };
  }

  /**
   * Counts records, in a transaction of the caller's that nobody else counts in. A record counts once however often it
   * comes, and a later version of it with the difference. Gives the customers whose sums of this month have changed.
   */
  async count(manager: EntityManager, kept: readonly UsageRecord[]): Promise<readonly string[]> {
    if (kept.length === 0) return [];
    const thisMonth = `${monthOf(new Date().toISOString())}T00:00:00Z`;
    const values = [JSON.stringify(kept.map(rowOf)), thisMonth];
    const [added] = await manager.query<Counted[]>(addRecords, values);
    // Nearly always all of them are new; where some came before, a correction may be among them.
    const [corrected] = added?.records === kept.length ? [] : await manager.query<Counted[]>(correctRecords, values);
    return [...new Set([...(added?.customers ?? []), ...(corrected?.customers ?? [])])];
  }
}

function newestOfEach(records: readonly UsageRecord[]): UsageRecord[] {
  const newest = new Map<string, UsageRecord>();
  for (const record of records) {
    const known = newest.get(record.id);
    if (!known || known.changeSeq < record.changeSeq) newest.set(record.id, record);
  }
  return [...newest.values()];
}

function rowOf(record: UsageRecord): Record<string, unknown> {
  return {
    id: record.id,
    customer_id: record.customerId,
    product_id: record.productId,
    type: record.type,
    zone: record.zone,
    started_at: record.startedAt,
    quantity: record.quantity,
    charge_minor: record.chargeMinor,
    currency: record.currency,
    change_seq: record.changeSeq,
  };
}
