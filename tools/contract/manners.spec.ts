import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readable } from './readable.ts';
import { asked } from './testing/asked.ts';
import { BillingEngineFake, invoice, manners } from './testing/stand-ins.ts';

let engine: BillingEngineFake;

beforeEach(async () => {
  engine = new BillingEngineFake();
  engine.put(invoice());
  engine.put(invoice({ invoiceNo: 'INV-202612-1001' }));
  await engine.start();
});
afterEach(async () => {
  await engine.stop();
});

/** What is said of the feed of an engine with these manners. */
async function saidOf(name: string): Promise<string[]> {
  const manner = manners.get(name);
  if (!manner) throw new Error(`no manner ${name}`);
  for (const operation of ['list-changes', 'list-invoices', 'get-invoice']) {
    engine.intercept(operation, (perform, reply) => {
      reply(manner(perform()));
    });
  }
  const report = readable(await asked('billing-engine', engine.url));
  return report.split('\n').map((line) => line.trim());
}

const both = '2 times: INV-202611-1001, INV-202612-1001';

describe('a billing engine of other manners', () => {
  it.each([
    [
      'fields renamed',
      `list-changes  total: Invalid input: expected string, received undefined (nothing came), ${both}`,
    ],
    ['fields renamed', 'list-changes: grandTotal, dueDate'],
    ['the id renamed', 'list-changes: invoiceNumber'],
    ['nulls', `list-changes  due: Invalid input: expected string, received null (null came), ${both}`],
    [
      'numbers as text',
      `list-changes  changeSeq: Invalid input: expected number, received string (the text "9" came), ${both}`,
    ],
    [
      'amounts as numbers',
      `list-changes  total: Invalid input: expected string, received number (the number 99.9 came), ${both}`,
    ],
    ['another decimal point', `list-changes  total: must be a decimal amount (the text "99,99" came), ${both}`],
    ['another date format', `list-changes  issued: Invalid ISO date (the text "99.99.9999" came), ${both}`],
    ['amounts without tax', `list-changes: the lines do not add up to the total, ${both}`],
    ['pages in place of a feed', 'list-changes: content, page, totalPages'],
    [
      'pages in place of a feed',
      'list-changes  items: Invalid input: expected array, received undefined (nothing came), 1 time',
    ],
    [
      'a page where everything was asked for',
      'list-invoices: it says itself that there is more (an object with items, total came), 1 time',
    ],
    ['an error inside a 200', 'list-changes: error'],
    [
      'an error inside a 200, and no items',
      'list-changes: it says itself that it failed (an object with items, next, latest, error came), 1 time',
    ],
  ])('with %s is told from ours: %s', async (name, said) => {
    expect(await saidOf(name)).toContain(said);
  });

  it('with any of them is not found to be ours', async () => {
    for (const name of manners.keys()) {
      const report = await saidOf(name);
      expect([name, report.includes('Not understood')]).toEqual([name, true]);
    }
  });

  it('that counts its pages where the feed has its counter is found out', async () => {
    engine.put(invoice({ invoiceNo: 'INV-3' }));
    let page = 0;
    engine.intercept('list-changes', (perform, reply) => {
      const { status, body } = perform();
      page += 1;
      reply({ status, body: { ...(body as object), next: page } });
    });
    const { findings } = await asked('billing-engine', engine.url, { mostRecords: 3 });
    expect(findings).toMatchObject([{ problem: 'a record is behind the cursor that comes with it' }]);
  });

  it('says nothing of what its records hold', async () => {
    const report = (await saidOf('amounts as numbers')).join('\n');
    expect(report).not.toMatch(/49\.9|Mobile|Loyalty/);
  });
});
