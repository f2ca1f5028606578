import { beforeEach, describe, expect, it } from '@jest/globals';
import type { FactCount } from '@wellspring/contract-gateway';
import type { ParityCount, ParitySample } from './parity-count.ts';
import { ParityBook } from './parity-book.ts';

const hourMs = 3_600_000;

/** Stands in for the table, which is tested with the gateway: here it can be away. */
class Table {
  counts: ParityCount[] = [];
  samples: ParitySample[] = [];
  away = false;

  store() {
    const unlessAway = <T>(work: () => T): Promise<T> =>
      this.away ? Promise.reject(new Error('away')) : Promise.resolve(work());
    return {
      addCounts: (counts: readonly ParityCount[]) => unlessAway(() => void this.counts.push(...counts)),
      addSamples: (samples: readonly ParitySample[]) => unlessAway(() => void this.samples.push(...samples)),
      counts: (_capability: string, since: Date): Promise<FactCount[]> =>
        unlessAway(() => this.counts.filter(({ minute }) => minute >= since)),
      samples: () => unlessAway(() => this.samples.toReversed()),
      forgetBefore: () => unlessAway(() => undefined),
    };
  }
}

describe('ParityBook', () => {
  let now: Date;
  let table: Table;
  let book: ParityBook;

  beforeEach(() => {
    now = new Date('2026-11-15T12:00:30Z');
    table = new Table();
    book = new ParityBook(table.store(), () => now);
  });

  function compare(differing = 0): void {
    const facts = [{ fact: 'amount', compared: 12, differing, noise: 0 }];
    const sample = { fact: 'amount', route: 'GET /invoices', item: 'x', legacy: '9.99', new: '9.9', traceId: 't' };
    book.record({ capability: 'invoices', facts, differs: differing > 0, samples: differing > 0 ? [sample] : [] });
  }

  it('counts nothing twice that is written while it is read', async () => {
    const store = table.store();
    let reads = 0;
    book = new ParityBook(
      {
        ...store,
        counts: async (capability, since) => {
          reads += 1;
          if (reads === 1) await book.flush();
          return store.counts(capability, since);
        },
      },
      () => now,
    );
    compare();
    expect(await book.summary('invoices', hourMs)).toMatchObject({ comparisons: 1 });
    const flushing = book.flush();
    compare();
    expect(await book.summary('invoices', hourMs)).toMatchObject({ comparisons: 2 });
    await flushing;
  });

  it('adds up what is written and what is not yet', async () => {
    compare();
    book.pass('invoices', 'late');
    await book.flush();
    compare(1);
    book.pass('invoices', 'late');
    book.pass('invoices', 'no_rule');
    expect(await book.summary('invoices', hourMs)).toEqual({
      comparisons: 2,
      differing: 1,
      differenceRate: 0.5,
      notCompared: [
        { reason: 'late', requests: 2 },
        { reason: 'no_rule', requests: 1 },
      ],
      coverage: 0.4,
      facts: [{ fact: 'amount', compared: 24, differing: 1, noise: 0 }],
      complete: true,
    });
  });

  it('writes one row for a fact and a minute', async () => {
    for (let n = 0; n < 5; n++) compare();
    await book.flush();
    expect(table.counts.map(({ fact, compared, minute }) => `${fact} ${compared} ${minute.toISOString()}`)).toEqual([
      '* 5 2026-11-15T12:00:00.000Z',
      'amount 60 2026-11-15T12:00:00.000Z',
    ]);
  });

  it('forgets what is older than asked for', async () => {
    compare(1);
    now = new Date(now.getTime() + 2 * hourMs);
    compare();
    expect(await book.summary('invoices', hourMs)).toMatchObject({ comparisons: 1, differing: 0 });
  });

  it('keeps counting while the database is away, says so, and loses nothing', async () => {
    table.away = true;
    compare(1);
    await book.flush();
    compare();
    await book.flush();
    expect(await book.summary('invoices', hourMs)).toMatchObject({ comparisons: 2, differing: 1, complete: false });
    table.away = false;
    await book.flush();
    expect(table.counts.find(({ fact }) => fact === '*')).toMatchObject({ compared: 2, differing: 1 });
    expect(table.samples).toHaveLength(1);
  });

  it('keeps few samples of the same fact, the newest first', async () => {
    for (let n = 0; n < 50; n++) compare(1);
    expect((await book.samples('invoices', 100)).length).toBeLessThanOrEqual(10);
    now = new Date(now.getTime() + 120_000);
    compare(1);
    expect((await book.samples('invoices', 1))[0]?.at).toEqual(now);
  });
});
