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

  it('keeps a limit that is changed while records come late, in no order and many at once', async () => {
    const set = (limit: string): Promise<Answer> =>
      backoffice.send('PUT', '/rating/customers/C-1002/spending-limit', { limit });
    const day = (index: number): string => `2026-10-${String(1 + ((index * 17) % 30)).padStart(2, '0')}T12:00:00Z`;
    const hand = (from: number, to: number): Promise<Answer[]> =>
      Promise.all(
        Array.from({ length: to - from }, (_, index) =>
          rate(`changed-${from + index}`, { lineNo: 'S-1002-1', startedAt: day(index), charge: '1.90' }),
        ),
      );
    const spent = async (): Promise<string> => (await balance('C-1002', '2026-10-15')).spent;
    await set('50.00');
    await hand(0, 40);
    expect(await spent()).toBe('50.00');
    // Raised in the middle of it: what is rated from then on may cost the difference and not a cent more.
    await Promise.all([set('60.00'), hand(40, 60)]);
    await hand(60, 80);
    expect(await spent()).toBe('60.00');
    // Lowered below what is spent: nothing is taken back, and nothing is added any more.
    await set('10.00');
    const late = await hand(80, 100);
    expect(await spent()).toBe('60.00');
    expect(late.map(({ body }) => (body as UsageRecord).charge)).toEqual(late.map(() => '0.00'));
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
    const stale = { 'if-match': `"${first.changeSeq - 1}"` };
    const late = await backoffice.send('PUT', '/rating/customers/C-1004/spending-limit', { limit: '9.00' }, stale);
    expect(late).toMatchObject({ status: 412, body: { error: 'ACCOUNT_CHANGED' } });
    const seen = { 'if-match': `"${first.changeSeq}"` };
    const known = await backoffice.send('PUT', '/rating/customers/C-1004/spending-limit', { limit: '16.00' }, seen);
    expect(known).toMatchObject({ status: 200, body: { spendingLimit: '16.00' } });
    expect(await set(null)).toMatchObject({ body: { spendingLimit: null } });
    expect(await set('-1.00')).toMatchObject({ status: 400 });
    expect((await backoffice.send('PUT', '/rating/customers/C-1/spending-limit', { limit: null })).status).toBe(404);
  });
});
