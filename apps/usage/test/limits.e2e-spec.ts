import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import type { RatedRecord } from '../src/rating/usage-record.schema.ts';
import { account, consumptions, record, startUsage, thisMonth, type Usage } from './start-usage.ts';

jest.setTimeout(60_000);

interface Consumption {
  usageConsumption: { bucketRefOrValue: { remainingValue: { amount: number } }[] }[];
  spending: { spent: { value: number }; limit: { value: number } };
}

interface Threshold {
  subject: string;
  percent: number;
}

describe('limits', () => {
  let usage: Usage;

  beforeAll(async () => {
    usage = await startUsage({ USAGE_SYNC_BATCH_SIZE: '7' });
    await usage.sync();
  });
  afterAll(() => usage.stop());

  const told = (customerId: string): Promise<Threshold[]> =>
    usage.service.dataSource.query(
      `select payload->'event'->'usageThreshold'->>'subject' as subject,
              (payload->'event'->'usageThreshold'->>'percent')::int as percent
       from outbox where aggregateid = $1 order by position`,
      [customerId],
    );
  const consumption = async (customerId: string): Promise<Consumption | undefined> =>
    (await usage.as<Consumption[]>(customerId, consumptions)).body[0];

  const own = (customerNo: string): Parameters<typeof account>[0] => ({
    customerNo,
    buckets: account().buckets.map((bucket) => ({ ...bucket, lineNo: `S-${customerNo}` })),
  });

  /** Forty uses that add up to the limit of 20 euros and to 4,000 of 5,000 MB, as rating rates them. */
  const uses = (customerNo: string): Omit<RatedRecord, 'changeSeq'>[] =>
    Array.from({ length: 40 }, (_, index) =>
      record(`${customerNo}-${index}`, {
        customerNo,
        lineNo: `S-${customerNo}`,
        startedAt: thisMonth(1 + (index % 20)),
        quantity: 100,
        charge: '0.50',
      }),
    );

  /** Another order for each seed. */
  function shuffled<T>(items: readonly T[], seed: number): T[] {
    const key = (index: number): number => ((index + 1) * 7_919 * (seed + 1)) % 10_007;
    return items
      .map((item, index) => ({ item, key: key(index) }))
      .sort((one, other) => one.key - other.key)
      .map(({ item }) => item);
  }

  it.each([1, 2, 3, 4, 5])(
    'come out the same whatever order use arrives in, late and twice, and each is told once (order %d)',
    async (seed) => {
      const customerNo = `C-${seed}`;
      usage.rating.put(account(own(customerNo)));
      const arriving = shuffled([...uses(customerNo), ...uses(customerNo)], seed);
      for (const [index, use] of arriving.entries()) {
        usage.rating.rate(use);
        if (index % 13 === 0) await usage.sync();
      }
      await usage.sync();
      expect(await consumption(customerNo)).toMatchObject({
        usageConsumption: [{ bucketRefOrValue: [{ remainingValue: { amount: 1_000 } }] }],
        spending: { spent: { value: 20 }, limit: { value: 20 } },
      });
      const events = (await told(customerNo)).map(({ subject, percent }) => `${subject} ${percent}`);
      expect(events.toSorted()).toEqual([`S-${customerNo}/data/home 80`, 'spending 100', 'spending 80']);
    },
  );

  it.each([1, 2, 3])(
    'that are changed on the way are shown with all that was charged, whatever order use arrives in (order %d)',
    async (seed) => {
      const customerNo = `C-changed-${seed}`;
      usage.rating.put(account(own(customerNo)));
      const arriving = shuffled(uses(customerNo), seed);
      for (const [index, use] of arriving.entries()) {
        usage.rating.rate(use);
        if (index === 13) {
          await usage.sync();
          await usage.changeLimit(customerNo, 50, `changed-${seed}`);
        }
        if (index % 9 === 0) await usage.sync();
      }
      await eventually(async () => {
        await usage.sync();
        expect(await consumption(customerNo)).toMatchObject({
          spending: { spent: { value: 20 }, limit: { value: 50 } },
        });
      });
    },
  );

  it('reached by use of a month that is over are no news', async () => {
    usage.rating.put(account(own('C-9')));
    await usage.sync();
    const lastMonth = new Date(Date.parse(thisMonth(1)) - 5 * 86_400_000).toISOString();
    usage.rating.rate(record('late', { customerNo: 'C-9', lineNo: 'S-C-9', quantity: 5_000, startedAt: lastMonth }));
    await usage.sync();
    expect(await told('C-9')).toEqual([]);
  });

  it('that were reached before this service began to count are not told', async () => {
    const young = await startUsage();
    try {
      await young.service.dataSource.query('update usage_feed set as_of = null');
      young.rating.put(account());
      young.rating.rate(record('before', { quantity: 5_000 }));
      await young.sync();
      expect(await young.service.dataSource.query('select from outbox')).toEqual([]);
      young.rating.put(account({ spendingLimit: '1.00' }));
      young.rating.rate(record('after', { quantity: 1, charge: '0.90' }));
      await young.sync();
      const events = await young.service.dataSource.query<{ type: string }[]>('select type from outbox');
      expect(events).toEqual([{ type: 'UsageThresholdReachedEvent' }]);
    } finally {
      await young.stop();
    }
  });
});
