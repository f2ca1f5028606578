import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { UsagePartitions } from '../src/usage-feed/usage-partitions.ts';
import {
  account,
  consumptions,
  monthsAgo,
  record,
  startUsage,
  thisMonth,
  type Usage,
  usageDays,
  usages,
} from './start-usage.ts';

jest.setTimeout(60_000);

interface Bucket {
  usageType: string;
  remainingValue: { amount: number; units: string };
  bucketCounter: { value: { amount: number } }[];
}

interface Consumption {
  usageConsumption: { bucketRefOrValue: Bucket[]; unlimited: Bucket[] }[];
  spending: { spent: { value: number }; spentToday: { value: number }; limit?: { value: number } };
}

interface Day {
  date: string;
  amount: number;
  charge: { value: number };
}

describe('usage', () => {
  let usage: Usage;

  beforeAll(async () => {
    usage = await startUsage();
    usage.rating.put(account());
    usage.rating.put(account({ customerNo: 'C-1002', buckets: [] }));
    await usage.sync();
  });
  afterEach(() => {
    usage.rating.heal();
  });
  afterAll(() => usage.stop());

  const consumption = async (customerId = 'C-1001'): Promise<Consumption | undefined> =>
    (await usage.as<Consumption[]>(customerId, consumptions)).body[0];
  const days = async (query = ''): Promise<Day[]> => (await usage.as<Day[]>('C-1001', `${usageDays}${query}`)).body;
  const usedData = async (): Promise<number | undefined> =>
    (await consumption())?.usageConsumption[0]?.bucketRefOrValue[0]?.bucketCounter[0]?.value.amount;

  it('is told as TMF677 says: what is left of each allowance, and what it has cost', async () => {
    const today = new Date().toISOString();
    usage.rating.rate(record('D-1', { quantity: 1_200 }));
    usage.rating.rate(record('V-1', { kind: 'VOICE', quantity: 65 }));
    usage.rating.rate(
      record('P-1', { kind: 'MESSAGE', zone: 'PREMIUM', quantity: 1, charge: '1.50', startedAt: today }),
    );
    await usage.sync();
    const { status, headers, body } = await usage.as<Consumption[]>('C-1001', consumptions);
    expect(status).toBe(200);
    expect(Number(headers.get('age'))).toBeGreaterThanOrEqual(0);
    expect(body).toMatchObject([
      {
        id: 'C-1001',
        usageConsumption: [
          {
            id: 'S-1001-1',
            name: 'Mobile S +372 5100 2000',
            bucketRefOrValue: [
              {
                id: 'S-1001-1/data/home',
                usageType: 'data',
                remainingValue: { amount: 3_800, units: 'MB' },
                bucketCounter: [{ counterType: 'used', value: { amount: 1_200, units: 'MB' } }],
              },
            ],
            unlimited: [{ usageType: 'voice', bucketCounter: [{ value: { amount: 65, units: 'SEC' } }] }],
          },
        ],
        spending: {
          spent: { unit: 'EUR', value: 1.5 },
          spentToday: { unit: 'EUR', value: 1.5 },
          limit: { unit: 'EUR', value: 20 },
        },
        '@type': 'QueryUsageConsumption',
      },
    ]);
  });

  it('is told one by one as TMF635 says, and to its owner alone', async () => {
    const { body } = await usage.as<{ id: string }[]>('C-1001', `${usages}?usageType=message`);
    expect(body).toMatchObject([
      {
        id: 'P-1',
        href: `${usages}/P-1`,
        usageType: 'message',
        status: 'rated',
        ratedProductUsage: [{ taxIncludedRatingAmount: { unit: 'EUR', value: 1.5 }, productRef: { id: 'S-1001-1' } }],
        '@type': 'Usage',
      },
    ]);
    expect((await usage.as('C-1002', `${usages}/P-1`)).status).toBe(404);
    expect((await usage.as('C-1002', usages)).body).toEqual([]);
    expect((await usage.as('C-1002', usageDays)).body).toEqual([]);
  });

  it('is counted once however often it comes, and with the difference when it is put right', async () => {
    usage.rating.rate(record('D-1', { quantity: 1_200 }));
    usage.rating.rate(record('D-2', { quantity: 300, charge: '0.40' }));
    usage.rating.rate(record('D-2', { quantity: 300, charge: '0.40' }));
    await usage.sync();
    expect(await usedData()).toBe(1_500);
    usage.rating.rate(record('D-2', { quantity: 250, charge: '0.10' }));
    await usage.sync();
    expect(await usedData()).toBe(1_450);
    expect((await consumption())?.spending.spent.value).toBe(1.6);
  });

  it('of a month that is over is added to that month’s days, and to nothing of this one', async () => {
    const before = await consumption();
    usage.rating.rate(record('L-1', { startedAt: monthsAgo(1), quantity: 77, charge: '2.00' }));
    await usage.sync();
    expect((await consumption())?.spending).toEqual(before?.spending);
    const start = thisMonth(1, 0);
    expect(await days(`?date.lt=${start}`)).toMatchObject([{ amount: 77, charge: { unit: 'EUR', value: 2 } }]);
    expect((await days(`?date.gte=${start}`)).reduce((sum, { amount }) => sum + amount, 0)).toBe(1_450 + 65 + 1);
  });

  it('that cannot be believed is counted nowhere, and holds up nothing', async () => {
    usage.rating.rate(record('X-1', { quantity: -5 }));
    usage.rating.rate(record('F-1', { startedAt: '2999-01-01T00:00:00Z' }));
    usage.rating.rate(record('O-1', { startedAt: monthsAgo(20) }));
    usage.rating.rate(record('D-3', { quantity: 50 }));
    await usage.sync();
    expect(await usedData()).toBe(1_500);
    expect(await usage.service.dataSource.query('select id, reason from usage_rejected')).toEqual([
      { id: 'X-1', reason: expect.stringContaining('quantity') },
    ]);
    for (const path of [usages, usageDays, consumptions, `${consumptions}/C-1001`])
      expect((await usage.as('C-1001', path)).headers.get('x-missing-count')).toBe('1');
    expect((await usage.as('C-1002', usages)).headers.get('x-missing-count')).toBeNull();
    expect((await usage.as('C-1001', `${usages}/F-1`)).status).toBe(404);
    expect((await usage.as('C-1001', `${usages}/O-1`)).status).toBe(404);

    usage.rating.rate(record('X-1', { quantity: 5, startedAt: monthsAgo(1) }));
    await usage.sync();
    expect((await usage.as('C-1001', usages)).headers.get('x-missing-count')).toBeNull();
  });

  it('is shown as it was, with its age, when rating hangs', async () => {
    usage.rating.hang();
    await usage.service.dataSource.query(`update usage_feed set as_of = now() - interval '10 minutes'`);
    const { status, headers, body } = await usage.as<Consumption[]>('C-1001', consumptions);
    expect(status).toBe(200);
    expect(Number(headers.get('age'))).toBeGreaterThanOrEqual(600);
    expect(body[0]?.usageConsumption).toHaveLength(1);
  });

  it('is not shown too low before it was counted once', async () => {
    const young = await startUsage();
    try {
      young.rating.put(account());
      await young.service.dataSource.query('update usage_feed set as_of = null');
      expect(await young.as('C-1001', consumptions)).toMatchObject({
        status: 503,
        body: { code: 'USAGE.UNAVAILABLE' },
      });
    } finally {
      await young.stop();
    }
  });

  it('is kept in a partition a month, and dropped with it when its time is over', async () => {
    const partitions = usage.service.get<UsagePartitions>(UsagePartitions);
    const names = (): Promise<{ name: string }[]> =>
      usage.service.dataSource.query(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'usage_record'::regclass order by 1`,
      );
    await partitions.maintain();
    const before = await names();
    const nextYear = new Date();
    nextYear.setUTCFullYear(nextYear.getUTCFullYear() + 1, nextYear.getUTCMonth(), 1);
    await partitions.maintain(nextYear);
    const after = await names();
    // Thirteen months are kept: this one of next year's, and this year's.
    const month = thisMonth(1).slice(0, 7).replace('-', '');
    expect(before.map(({ name }) => name)).toContain(`usage_record_${monthsAgo(1).slice(0, 7).replace('-', '')}`);
    expect(after.map(({ name }) => name)).not.toContain(`usage_record_${monthsAgo(1).slice(0, 7).replace('-', '')}`);
    expect(after.map(({ name }) => name)).toContain(`usage_record_${month}`);
    expect(await usedData()).toBe(1_500);
  });

  it('reads what it shows by keys, in the partitions of the months that are asked for', async () => {
    const { dataSource } = usage.service;
    const plan = async (sql: string): Promise<string> =>
      JSON.stringify(await dataSource.query(`explain (costs off) ${sql}`));
    await dataSource.query('set enable_seqscan = off');
    const month = `${thisMonth(1).slice(0, 7)}-01T00:00:00Z`;
    const sums = await plan(`select * from usage_month where customer_id = 'C-1001' and month = '${month}'`);
    expect(sums).not.toContain('Seq Scan');
    expect(sums.match(/usage_month_\d{6}_/g)).toHaveLength(1);
    expect(
      await plan(`select * from usage_record where customer_id = 'C-1001' order by started_at desc limit 50`),
    ).not.toContain('Seq Scan');
  });
});
