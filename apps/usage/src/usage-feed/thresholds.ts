import { Injectable } from '@nestjs/common';
import { Outbox } from '@wellspring/persistence';
import type { EntityManager } from 'typeorm';
import { monthOf } from '../usage/usage.ts';

export const thresholdReached = 'UsageThresholdReachedEvent';

/** Shares of an allowance, or of the spending limit, that a customer is told of. */
const percents = [80, 100] as const;

interface Reached {
  customerId: string;
  subject: string;
  percent: number;
  used: number;
  of: number;
}

/**
 * Records what has reached a share of its limit this month, each once: the primary key says so. Everything is looked up
 * customer by customer (`offset 0` keeps it so): to whoever plans this the month's table looks small long after it is not.
 */
export const recordReached = `
  with reaching as (
    select customer.id as customer_id, counted.*, percent
    from unnest($1::text[]) as customer (id)
    cross join lateral (select record from account where id = customer.id offset 0) as account
    cross join lateral (
      select bucket."productId" || '/' || bucket.type || '/' || bucket.zone as subject, used.quantity as used,
             bucket.allowance as limit_value
      from json_to_recordset(account.record->'buckets')
        as bucket ("productId" text, type text, zone text, allowance bigint)
      cross join lateral (
        select quantity from usage_month
        where customer_id = customer.id and month = $2::timestamptz and product_id = bucket."productId"
          and type = bucket.type and zone = bucket.zone offset 0
      ) as used
      union all
      select 'spending', sum(charge_minor)::bigint, (account.record->>'limitMinor')::bigint
      from usage_month where customer_id = customer.id and month = $2::timestamptz
    ) as counted
    cross join unnest($3::int[]) as percent
    where counted.used * 100 >= counted.limit_value * percent
  ), reached as (
    insert into threshold_reached (customer_id, month, subject, percent)
    select customer_id, $2::timestamptz, subject, percent from reaching order by 1, 3, 4
    on conflict do nothing
    returning customer_id, subject, percent
  )
  select customer_id as "customerId", subject, percent, used::float8 as used, limit_value::float8 as "of"
  from reached join reaching using (customer_id, subject, percent)
  order by 1, 2, 3`;

/** Tells, once a month, when 80 and 100 per cent of an allowance or of the spending limit are reached. */
@Injectable()
export class Thresholds {
  constructor(private readonly outbox: Outbox) {}

  /**
   * To be called after this month's sums of these customers changed, in the same transaction.
   * @param isQuiet nobody is told of what was reached before this service began to count
   */
  async check(manager: EntityManager, customers: readonly string[], isQuiet: boolean): Promise<void> {
    if (customers.length === 0) return;
    const month = startOfMonth();
    const reached = await manager.query<Reached[]>(recordReached, [customers, month, percents]);
    if (isQuiet) return;
    for (const one of reached) await this.tell(manager, month, one);
  }

  /**
   * The spending limit is another: what was told of the one before says nothing of it. What is reached of the new one by now
   * its owner has seen when they chose it.
   */
  async limitChanged(manager: EntityManager, customerId: string): Promise<void> {
    await manager.query(
      `delete from threshold_reached where customer_id = $1 and month = $2::timestamptz and subject = 'spending'`,
      [customerId, startOfMonth()],
    );
    await this.check(manager, [customerId], true);
  }

  private async tell(manager: EntityManager, month: string, { customerId, ...reached }: Reached): Promise<void> {
    await this.outbox.append(manager, {
      aggregatetype: 'usageThreshold',
      aggregateid: customerId,
      type: thresholdReached,
      payload: {
        eventType: thresholdReached,
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

function startOfMonth(): string {
  return `${monthOf(new Date().toISOString())}T00:00:00Z`;
}
