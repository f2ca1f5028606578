import { Injectable } from '@nestjs/common';
import { Outbox } from '@wellspring/persistence';
import type { EntityManager } from 'typeorm';
import { monthOf } from '../usage/usage.ts';

/** Shares of an allowance, or of the spending limit, that a customer is told of. */
const percents = [80, 100] as const;

interface Reached {
  customerId: string;
  subject: string;
  percent: number;
  used: number;
  of: number;
}

/** Records what has reached a share of its limit this month, each once: the primary key says so. */
const recordReached = `
  with counted as (
    select account.id as customer_id, bucket."productId" || '/' || bucket.type || '/' || bucket.zone as subject,
           usage_month.quantity as used, bucket.allowance as limit_value
    from account
    cross join lateral json_to_recordset(account.record->'buckets')
      as bucket ("productId" text, type text, zone text, allowance bigint)
    join usage_month on usage_month.customer_id = account.id and month = $2::timestamptz
      and usage_month.product_id = bucket."productId" and usage_month.type = bucket.type and usage_month.zone = bucket.zone
    where account.id = any($1) and bucket.allowance is not null
    union all
    select account.id, 'spending', sum(charge_minor)::bigint, (account.record->>'limitMinor')::bigint
    from account join usage_month on usage_month.customer_id = account.id and month = $2::timestamptz
    where account.id = any($1) and account.record->>'limitMinor' is not null
    group by account.id
  ), reached as (
    insert into threshold_reached (customer_id, month, subject, percent)
    select customer_id, $2::timestamptz, subject, percent from counted cross join unnest($3::int[]) as percent
    where used * 100 >= limit_value * percent
    order by 1, 3, 4
    on conflict do nothing
    returning customer_id, subject, percent
  )
  select reached.customer_id as "customerId", reached.subject, reached.percent,
         counted.used::float8 as used, counted.limit_value::float8 as "of"
  from reached join counted using (customer_id, subject)
  order by 1, 2, 3`;

/** Tells, once a month, when 80 and 100 per cent of an allowance or of the spending limit are reached. */
@Injectable()
export class Thresholds {
  constructor(private readonly outbox: Outbox) {}

  /**
   * To be called after the sums of these customers changed, in the same transaction.
   * @param isQuiet nobody is told of what was reached before this service began to count
   */
  async check(manager: EntityManager, customers: readonly string[], isQuiet: boolean): Promise<void> {
    if (customers.length === 0) return;
    const month = `${monthOf(new Date().toISOString())}T00:00:00Z`;
    const reached = await manager.query<Reached[]>(recordReached, [customers, month, percents]);
    if (isQuiet) return;
    for (const one of reached) await this.tell(manager, month, one);
  }

  private async tell(manager: EntityManager, month: string, { customerId, ...reached }: Reached): Promise<void> {
    const eventType = 'UsageThresholdReachedEvent';
    await this.outbox.append(manager, {
      aggregatetype: 'usageThreshold',
      aggregateid: customerId,
      type: eventType,
      payload: {
        eventType,
        eventTime: new Date().toISOString(),
        event: {
          usageThreshold: {
            ...reached,
            period: { startDateTime: month },
            relatedParty: [{ id: customerId, role: 'customer', '@referredType': 'Customer' }],
          },
        },
      },
    });
  }
}
