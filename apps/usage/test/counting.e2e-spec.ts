import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { UsageFeed } from '../src/usage-feed/usage-feed.ts';
import { recordReached } from '../src/usage-feed/thresholds.ts';
import { usageDayResource } from '../src/usage/usage-day.resource.ts';
import { usageResource } from '../src/usage/usage.resource.ts';
import { account, record, startUsage, thisMonth, type Usage, usageDays, usages } from './start-usage.ts';

jest.setTimeout(60_000);

interface Sum {
  product: string;
  zone: string;
  quantity: number;
  charge: number;
}

describe('usage is counted', () => {
  let usage: Usage;

  beforeAll(async () => {
    usage = await startUsage({ USAGE_SYNC_BATCH_SIZE: '2' });
  });
  afterEach(() => {
    usage.rating.heal();
  });
  afterAll(() => usage.stop());

  const rate = (customerNo: string, recordNo: string, over: Parameters<typeof record>[1] = {}): void => {
    usage.rating.rate(record(`${customerNo}-${recordNo}`, { customerNo, lineNo: `S-${customerNo}`, ...over }));
  };
  const sumsIn = (table: 'usage_day' | 'usage_month', customerNo: string): Promise<Sum[]> =>
    usage.service.dataSource.query(
      `select product_id as product, zone, sum(quantity)::int as quantity, sum(charge_minor)::int as charge
       from ${table} where customer_id = $1 group by 1, 2 order by 1, 2`,
      [customerNo],
    );
  const cursor = async (): Promise<number> => {
    const [row] = await usage.service.dataSource.query<{ cursor: number }[]>(
      'select cursor::float8 as cursor from usage_feed',
    );
    return row?.cursor ?? 0;
  };

  it('where a correction says it belongs, and nowhere else', async () => {
    rate('C-1', 'A', { quantity: 100, charge: '1.00' });
    rate('C-1', 'B', { quantity: 10, charge: '0.10' });
    await usage.sync();
    rate('C-1', 'A', { quantity: 70, charge: '3.00', zone: 'ROAMING' });
    rate('C-1', 'C', { quantity: 1 });
    await usage.sync();
    const sums = [
      { product: 'S-C-1', zone: 'home', quantity: 11, charge: 10 },
      { product: 'S-C-1', zone: 'roaming', quantity: 70, charge: 300 },
    ];
    expect(await sumsIn('usage_day', 'C-1')).toEqual(sums);
    expect(await sumsIn('usage_month', 'C-1')).toEqual(sums);
    expect((await usage.as('C-1', `${usages}/C-1-A`)).body).toMatchObject({
      usageCharacteristic: [
        { name: 'zone', value: 'roaming' },
        { name: 'amount', value: '70' },
        { name: 'units', value: 'MB' },
      ],
    });
  });

  it('in its currency, whose smallest unit need not be a hundredth', async () => {
    for (const [customerNo, currency, charge, value] of [
      ['C-JPY', 'JPY', '1200', 1200],
      ['C-KWD', 'KWD', '1.205', 1.205],
      ['C-EUR', 'EUR', '1.50', 1.5],
    ] as const) {
      rate(customerNo, 'A', { currency, charge });
      await usage.sync();
      expect((await usage.as(customerNo, usages)).body).toMatchObject([
        { ratedProductUsage: [{ taxIncludedRatingAmount: { unit: currency, value } }] },
      ]);
      expect((await usage.as(customerNo, usageDays)).body).toMatchObject([{ charge: { unit: currency, value } }]);
    }
  });

  it('although one product was charged in two currencies on a day, which holds up nobody', async () => {
    rate('C-2', 'A', { currency: 'EUR', charge: '1.00' });
    rate('C-2', 'B', { currency: 'USD', charge: '1.00' });
    rate('C-3', 'A', { quantity: 5 });
    await usage.sync();
    expect(await sumsIn('usage_day', 'C-3')).toMatchObject([{ quantity: 5 }]);
    expect(await sumsIn('usage_day', 'C-2')).toMatchObject([{ quantity: 200 }]);
  });

  it('once, when two replicas follow the feed side by side', async () => {
    for (let index = 0; index < 9; index += 1) rate('C-4', String(index), { quantity: 1 });
    await Promise.all([usage.sync(), usage.sync(), usage.sync()]);
    await usage.sync();
    expect(await sumsIn('usage_month', 'C-4')).toMatchObject([{ quantity: 9 }]);
  });

  it('by one replica, while another one that is behind leaves it to it, and says so', async () => {
    for (let index = 0; index < 3; index += 1) rate('C-10', String(index), { quantity: 1 });
    usage.rating.intercept('list-records', async (perform, reply) => {
      const read = perform();
      usage.rating.heal();
      await usage.sync();
      reply(read);
    });
    const { signal } = new AbortController();
    expect(await usage.service.get<UsageFeed>(UsageFeed).sync(signal)).toBe(false);
    expect(await usage.service.get<UsageFeed>(UsageFeed).sync(signal)).toBe(true);
    expect(await sumsIn('usage_month', 'C-10')).toMatchObject([{ quantity: 3 }]);
  });

  it('while the next page is fetched already', async () => {
    await usage.sync();
    for (let index = 0; index < 4; index += 1) rate('C-5', String(index), { quantity: 1 });
    const feed = usage.service.get<UsageFeed>(UsageFeed);
    const asked = usage.rating.calls('list-records');
    const holding = usage.service.dataSource.createQueryRunner();
    await holding.startTransaction();
    await holding.query('select from usage_feed for update');
    const synced = feed.sync(new AbortController().signal);
    await eventually(() => {
      expect(usage.rating.calls('list-records')).toBe(asked + 2);
    });
    expect(await sumsIn('usage_month', 'C-5')).toEqual([]);
    await holding.commitTransaction();
    await holding.release();
    await synced;
    expect(await sumsIn('usage_month', 'C-5')).toMatchObject([{ quantity: 4 }]);
  });

  it('as far as it came before rating failed, and from there on afterwards', async () => {
    await usage.sync();
    const before = await cursor();
    for (let index = 0; index < 5; index += 1) rate('C-6', String(index), { quantity: 1 });
    let pages = 0;
    usage.rating.intercept('list-records', (perform, reply) => {
      pages += 1;
      reply(pages === 1 ? perform() : { status: 400, body: {} });
    });
    await expect(usage.service.get<UsageFeed>(UsageFeed).sync(new AbortController().signal)).rejects.toThrow(/rating/);
    expect(await cursor()).toBe(before + 2);
    expect(await sumsIn('usage_month', 'C-6')).toMatchObject([{ quantity: 2 }]);
    usage.rating.heal();
    await usage.sync();
    expect(await sumsIn('usage_month', 'C-6')).toMatchObject([{ quantity: 5 }]);
  });

  it('and many records that cannot be believed are kept with their reasons', async () => {
    rate('C-7', 'A', { quantity: -1 });
    rate('C-7', 'B', { charge: 'free' });
    rate('C-7', 'A', { quantity: -2 });
    rate('C-7', 'C', { quantity: 3 });
    await usage.sync();
    expect(
      await usage.service.dataSource.query(`select id, reason from usage_rejected where id like 'C-7%' order by id`),
    ).toEqual([
      { id: 'C-7-A', reason: expect.stringContaining('quantity') },
      { id: 'C-7-B', reason: expect.stringContaining('charge') },
    ]);
    expect(await sumsIn('usage_month', 'C-7')).toMatchObject([{ quantity: 3 }]);
  });

  it('by days of UTC, whatever zone the database is in', async () => {
    rate('C-8', 'A', { startedAt: thisMonth(2, 0) });
    await usage.sync();
    const elsewhere = usage.service.dataSource.createQueryRunner();
    await elsewhere.query(`set timezone = 'America/New_York'`);
    const date = async (table: string, column: string, attribute: string): Promise<unknown> => {
      const [row] = (await elsewhere.query(
        `select (${column})->>'${attribute}' as date from ${table} where customer_id = 'C-8'`,
      )) as { date: string }[];
      return row?.date;
    };
    expect(await date('usage_day', usageDayResource.documentColumn, 'date')).toBe(thisMonth(2, 0));
    expect(await date('usage_record', usageResource.documentColumn, 'usageDate')).toBe(thisMonth(2, 0));
    await elsewhere.query('reset timezone');
    await elsewhere.release();
  });

  it('and set against limits customer by customer, however many others there are', async () => {
    usage.rating.put(account({ customerNo: 'C-9' }));
    rate('C-9', 'A');
    await usage.sync();
    const { dataSource } = usage.service;
    const month = `${thisMonth(1).slice(0, 7)}-01T00:00:00Z`;
    await dataSource.query(
      `insert into usage_month select 'C-X' || no, 'S', 'data', 'home', $1::timestamptz, 1, 0, 'EUR' from generate_series(1, 3000) as no`,
      [month],
    );
    const many = Array.from({ length: 500 }, (_, index) => `C-X${index}`);
    const plan = await dataSource.query<object[]>(`explain (costs off) ${recordReached}`, [many, month, [80, 100]]);
    const text = JSON.stringify(plan);
    expect(text).toContain('Index Scan using usage_month_');
    expect(text).not.toContain('Seq Scan on usage_month');
  });
});
