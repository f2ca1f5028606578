/** What a statement of this file gives, in one row. */
export interface Counted {
  /** How many records were written. */
  records: number;
  /** Whose sums of the month `$2` have changed. */
  customers: string[];
}

const columns = 'id, customer_id, product_id, type, zone, started_at, quantity, charge_minor, currency, change_seq';

const incoming = `select ${columns} from json_populate_recordset(null::usage_record, $1)`;

/**
 * Adds to the sums of its day and its month what each row of `change` brings: sums do not depend on the order. One product
 * is charged in one currency; should rating send two, that must not hold up everybody's usage.
 */
const addToSums = `
  day_change as (
    select customer_id, product_id, type, zone, date_trunc('day', started_at, 'UTC') as day,
           sum(quantity)::bigint as quantity, sum(charge_minor)::bigint as charge_minor, max(currency) as currency
    from change group by 1, 2, 3, 4, 5
  ), days as (
    insert into usage_day (id, customer_id, product_id, type, zone, day, quantity, charge_minor, currency)
    select to_char(day at time zone 'UTC', 'YYYYMMDD') || '.' || product_id || '.' || type || '.' || zone,
           customer_id, product_id, type, zone, day, quantity, charge_minor, currency
    from day_change order by customer_id, day, product_id, type, zone
    on conflict (customer_id, day, product_id, type, zone) do update set
      quantity = usage_day.quantity + excluded.quantity, charge_minor = usage_day.charge_minor + excluded.charge_minor
  ), months as (
    insert into usage_month (customer_id, product_id, type, zone, month, quantity, charge_minor, currency)
    select customer_id, product_id, type, zone, date_trunc('month', day, 'UTC'), sum(quantity), sum(charge_minor),
           max(currency)
    from day_change group by 1, 2, 3, 4, 5 order by 1, 5, 2, 3, 4
    on conflict (customer_id, month, product_id, type, zone) do update set
      quantity = usage_month.quantity + excluded.quantity,
      charge_minor = usage_month.charge_minor + excluded.charge_minor
    returning customer_id, month
  )
  select (select count(*)::int from written) as records,
         coalesce(array_agg(distinct customer_id) filter (where month = $2::timestamptz), '{}') as customers
  from months`;

/** Stores records that are new and counts them. */
export const addRecords = `
  with written as (
    insert into usage_record (${columns}) ${incoming} order by id
    on conflict (id, started_at) do nothing
    returning *
  ), change as (
    select * from written
  ), ${addToSums}`;

/**
 * Puts right what is stored in an older version: what that one counted is taken back, and the new one counted. The stored
 * version is looked up record by record, since whoever plans this knows nothing of how many there are.
 */
export const correctRecords = `
  with incoming as (
    ${incoming}
  ), before as (
    select stored.* from incoming
    cross join lateral (
      select * from usage_record
      where id = incoming.id and started_at = incoming.started_at and change_seq < incoming.change_seq offset 0
    ) as stored
  ), written as (
    insert into usage_record (${columns})
    select ${columns} from incoming where id in (select id from before) order by id
    on conflict (id, started_at) do update set
      customer_id = excluded.customer_id, product_id = excluded.product_id, type = excluded.type, zone = excluded.zone,
      quantity = excluded.quantity, charge_minor = excluded.charge_minor, currency = excluded.currency,
      change_seq = excluded.change_seq
    where excluded.change_seq > usage_record.change_seq
    returning *
  ), change as (
    select customer_id, product_id, type, zone, currency, started_at, quantity, charge_minor from written
    union all
    select customer_id, product_id, type, zone, currency, started_at, -quantity, -charge_minor from before
  ), ${addToSums}`;
