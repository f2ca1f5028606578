import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Backoffice, startBackoffice } from './backoffice.ts';

interface UsageRecord {
  recordNo: string;
  customerNo: string;
  lineNo: string;
  kind: string;
  zone: string;
  startedAt: string;
  quantity: number;
  charge: string;
  changeSeq: number;
}

interface Balance {
  spent: string;
  buckets: { kind: string; zone: string; lineNo: string; allowance: number | null; used: number }[];
}

const cents = (text: string): number => Number(text.replace('.', ''));

describe('rating', () => {
  let backoffice: Backoffice;

  beforeAll(async () => {
    backoffice = await startBackoffice();
  });
  afterAll(() => backoffice.stop());

  const feed = async (changedAfter = 0): Promise<UsageRecord[]> => {
    const { body } = await backoffice.get(`/rating/records?changedAfter=${changedAfter}&limit=5000`);
    return (body as { items: UsageRecord[] }).items;
  };
  const balance = async (customerNo: string, on = '2026-11-23'): Promise<Balance> =>
    (await backoffice.get(`/rating/customers/${customerNo}/balance?on=${on}`)).body as Balance;
  const rate = (recordNo: string, change: Record<string, unknown> = {}): Promise<Answer> =>
    backoffice.send('POST', '/rating/records', {
      recordNo,
      lineNo: 'S-1001-1',
      kind: 'VOICE',
      zone: 'ABROAD',
      startedAt: '2026-11-23T10:00:00Z',
      quantity: 60,
      charge: '1.00',
      ...change,
    });

  it('feeds every record once; some arrive after later ones', async () => {
    const records = await feed();
    expect(records.map((record) => record.changeSeq)).toEqual(records.map((_, index) => index + 1));
    expect(new Set(records.map((record) => record.recordNo)).size).toBe(records.length);
    const times = records.map((record) => record.startedAt);
    expect(times).not.toEqual(times.toSorted());
    expect(times.every((time) => time < '2026-11-23T01:00:00Z')).toBe(true);
    expect(times.some((time) => time.startsWith('2025-12'))).toBe(true);
  });

  it('has used of each allowance what the records of the month say', async () => {
    const { buckets } = await balance('C-1002');
    expect(buckets.length).toBeGreaterThan(0);
    const records = (await feed()).filter(
      ({ customerNo, startedAt }) => customerNo === 'C-1002' && startedAt >= '2026-11-01',
    );
    for (const bucket of buckets) {
      const used = records
        .filter(({ lineNo, kind, zone }) => lineNo === bucket.lineNo && kind === bucket.kind && zone === bucket.zone)
        .reduce((sum, record) => sum + record.quantity, 0);
      expect(bucket.used).toBe(used);
    }
  });

  it('charged in earlier months what their bills say', async () => {
    const { rows } = await backoffice.db.query<{ customer_no: string; month: string; gross: string }>(
      `SELECT customer_no, to_char(period_from, 'YYYY-MM') AS month, line->>'gross' AS gross
       FROM invoice, jsonb_array_elements(lines) AS line
       WHERE line->>'kind' = 'USAGE' AND period_from >= '2025-12-01'`,
    );
    const billed = rows.map((row) => `${row.customer_no} ${row.month} ${row.gross}`);
    const rated = (await feed())
      .filter(({ charge, startedAt }) => charge !== '0.00' && startedAt < '2026-11-01' && startedAt >= '2025-12-01')
      .map((record) => `${record.customerNo} ${record.startedAt.slice(0, 7)} ${record.charge}`);
    expect(rated.length).toBeGreaterThan(10);
    expect(rated.toSorted()).toEqual(billed.toSorted());
  });

  it('makes the days that passed since, and nothing twice', async () => {
    const { changeSeq } = (await feed()).at(-1) ?? { changeSeq: 0 };
    await backoffice.prepare();
    expect(await feed(changeSeq)).toEqual([]);
    await backoffice.prepare({ REFERENCE_DATE: '2026-11-25' });
    const days = new Set((await feed(changeSeq)).map((record) => record.startedAt.slice(0, 10)));
    expect([...days].toSorted()).toEqual(['2026-11-24', '2026-11-25']);
  });

  it('counts a record once, however often it is handed in', async () => {
    const [first, again] = [await rate('once'), await rate('once')];
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await rate('once', { lineNo: 'S-1002-1' })).toMatchObject({ status: 409 });
    expect(await rate('nowhere', { lineNo: 'S-1' })).toMatchObject({ status: 404 });
    expect(await rate('nothing', { quantity: 0 })).toMatchObject({ status: 400 });
  });

  it('never charges more in a month than the limit, in whatever order and however late records come', async () => {
    await backoffice.send('PUT', '/rating/customers/C-1001/spending-limit', { limit: '20.00' });
    const spentBefore = cents((await balance('C-1001', '2026-10-15')).spent);
    const days = Array.from({ length: 30 }, (_, index) => index + 1);
    // A month that is over, its records in no order, twice, and many at once.
    const shuffled = days.toSorted((a, b) => ((a * 17) % 31) - ((b * 17) % 31));
    await Promise.all(
      [...shuffled, ...shuffled].map((day) =>
        rate(`late-${day}`, { startedAt: `2026-10-${String(day).padStart(2, '0')}T12:00:00Z`, charge: '0.95' }),
      ),
    );
    expect((await balance('C-1001', '2026-10-15')).spent).toBe('20.00');
    expect(spentBefore).toBeLessThan(2000);
    // Its neighbours are none of its business.
    expect(await rate('next-month', { startedAt: '2026-11-02T12:00:00Z', charge: '3.00' })).toMatchObject({
      body: { charge: '3.00' },
    });
  });

  it('puts a changed limit into the feed of accounts, and the same again not', async () => {
    const set = (limit: string | null): Promise<Answer> =>
      backoffice.send('PUT', '/rating/customers/C-1004/spending-limit', { limit });
    const first = (await set('15.00')).body as { changeSeq: number };
    expect(await set('15.00')).toMatchObject({
      status: 200,
      body: { spendingLimit: '15.00', changeSeq: first.changeSeq },
    });
    const { body } = await backoffice.get(`/rating/accounts?changedAfter=${first.changeSeq - 1}`);
    expect(body).toMatchObject({ items: [{ customerNo: 'C-1004', spendingLimit: '15.00' }] });
    expect(await set(null)).toMatchObject({ body: { spendingLimit: null } });
    expect(await set('-1.00')).toMatchObject({ status: 400 });
    expect((await backoffice.send('PUT', '/rating/customers/C-1/spending-limit', { limit: null })).status).toBe(404);
  });
});
