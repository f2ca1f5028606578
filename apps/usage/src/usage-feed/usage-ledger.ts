import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { usageDocumentOf } from '../usage/usage.document.ts';
import { monthOf, type UsageRecord } from '../usage/usage.ts';
import { UsagePartitions } from './usage-partitions.ts';

/**
 * Stores records and adds to the sums what they change, in one statement. A record counts once however often it comes; a
 * later version of it counts with the difference. Sums do not depend on the order: a record that comes late is added to the
 * day and the month it is of.
 */
const countRecords = `
  with incoming as (
    select * from json_populate_recordset(null::usage_record, $1)
  ), before as (
    select usage_record.id, usage_record.quantity, usage_record.charge_minor
    from incoming join usage_record using (id, started_at)
  ), written as (
    insert into usage_record select * from incoming order by id
    on conflict (id, started_at) do update set
      quantity = excluded.quantity, charge_minor = excluded.charge_minor, change_seq = excluded.change_seq,
      document = excluded.document
    where excluded.change_seq > usage_record.change_seq
    returning *
  ), change as (
    select customer_id, product_id, type, zone, currency, date_trunc('day', started_at, 'UTC') as day,
           sum(written.quantity - coalesce(before.quantity, 0))::bigint as quantity,
           sum(written.charge_minor - coalesce(before.charge_minor, 0))::bigint as charge_minor
    from written left join before using (id)
    group by 1, 2, 3, 4, 5, 6
  ), days as (
    insert into usage_day (id, customer_id, product_id, type, zone, day, quantity, charge_minor, currency)
    select to_char(day at time zone 'UTC', 'YYYYMMDD') || '.' || product_id || '.' || type || '.' || zone,
           customer_id, product_id, type, zone, day, quantity, charge_minor, currency
    from change order by 2, 6, 3, 4, 5
    on conflict (customer_id, day, product_id, type, zone) do update set
      quantity = usage_day.quantity + excluded.quantity, charge_minor = usage_day.charge_minor + excluded.charge_minor
  ), months as (
    insert into usage_month (customer_id, product_id, type, zone, month, quantity, charge_minor, currency)
    select customer_id, product_id, type, zone, date_trunc('month', day, 'UTC'), sum(quantity), sum(charge_minor), currency
    from change group by 1, 2, 3, 4, 5, currency order by 1, 5, 2, 3, 4
    on conflict (customer_id, month, product_id, type, zone) do update set
      quantity = usage_month.quantity + excluded.quantity,
      charge_minor = usage_month.charge_minor + excluded.charge_minor
  )
  select distinct customer_id as "customerId" from written`;

/** The usage that was rated, and its sums by day and by month. */
@Injectable()
export class UsageLedger {
  constructor(private readonly partitions: UsagePartitions) {}

  /**
   * Counts records, in a transaction of the caller's that nobody else counts in. Gives the customers whose sums changed,
   * and how many records were of months that are not kept.
   */
  async count(manager: EntityManager, records: readonly UsageRecord[]): Promise<{ customers: string[]; left: number }> {
    const [first, end] = [this.partitions.firstKept(), this.partitions.firstUnknown()];
    const kept = newestOfEach(records).filter(({ startedAt }) => startedAt >= first && startedAt < end);
    const left = records.length - kept.length;
    if (kept.length === 0) return { customers: [], left };
    await this.partitions.ensure(manager, new Set(kept.map(({ startedAt }) => monthOf(startedAt))));
    const rows = await manager.query<{ customerId: string }[]>(countRecords, [JSON.stringify(kept.map(rowOf))]);
    return { customers: rows.map(({ customerId }) => customerId), left };
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
    document: usageDocumentOf(record),
  };
}
