/**
 * What a database that went back in time says, against what the background systems say. They did not go back: what they
 * did after that point is done, whether or not it is known here.
 */
import pg from 'pg';
import { z } from 'zod';

export interface Difference {
  kind: 'payment' | 'order';
  id: string;
  here: string;
  there: string;
  /** What becomes of it, or who has to do something. */
  then: string;
}

const patienceMs = 10_000;
const charge = z.object({ state: z.enum(['captured', 'declined']), amountMinor: z.number(), currency: z.string() });
const settlement = z.object({ settlementNo: z.string() });
const order = z.object({ state: z.enum(['ACCEPTED', 'DONE', 'REJECTED', 'CANCELLED']) });
const invoices = z.object({
  items: z.array(
    z.object({ invoiceNo: z.string(), status: z.string(), paidAt: z.iso.datetime({ offset: true }).nullable() }),
  ),
  next: z.number(),
  latest: z.number(),
});

export interface PaymentSystems {
  /** Of the payment provider's API, and of the billing engine's. */
  provider: string;
  billingEngine: string;
}

interface PaymentRow {
  id: string;
  bill_id: string;
  state: string;
  amount_minor: string;
  currency: string;
}

/** @param since the point in time; what was paid after it cannot be known here */
export async function reconcilePayments(database: string, systems: PaymentSystems, since: Date): Promise<Difference[]> {
  const rows = await query<PaymentRow>(database, 'select id, bill_id, state, amount_minor, currency from payment');
  const known: Difference[] = [];
  for (const row of rows) known.push(...(await paymentDifferences(row, systems)));
  const bills = new Set(rows.map(({ bill_id: bill }) => bill));
  return [...known, ...(await unknownPayments(bills, systems, since))];
}

async function paymentDifferences(row: PaymentRow, { provider, billingEngine }: PaymentSystems): Promise<Difference[]> {
  const taken = await ask(`${provider}/charges/${row.id}`, charge);
  const booked = await ask(`${billingEngine}/settlements/${row.id}`, settlement);
  const there = [
    taken ? `charge ${taken.state}` : 'no charge',
    booked ? `settled ${booked.settlementNo}` : 'not settled',
  ].join(', ');
  const differ = (then: string): Difference[] => [{ kind: 'payment', id: row.id, here: row.state, there, then }];
  const captured = taken?.state === 'captured';
  if (captured && (taken.amountMinor !== Number(row.amount_minor) || taken.currency !== row.currency)) {
    return differ('a person looks: another amount was taken');
  }
  switch (row.state) {
    case 'pending':
      return captured || booked ? differ('nothing: its job asks under the same key, and ends it as it is there') : [];
    case 'done':
      return captured && booked ? [] : differ('a person looks: it is done here and not there');
    case 'refunded':
    case 'needsAttention':
      return captured ? [] : differ('a person looks: nothing was taken');
    default:
      return captured ? differ('a person looks: money was taken for what ended here') : [];
  }
}

/** The billing engine's changes name bills that were paid; by whom only the payment would say, and that is lost. */
async function unknownPayments(
  bills: Set<string>,
  { billingEngine }: PaymentSystems,
  since: Date,
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (let after = 0; ;) {
    const page = await ask(`${billingEngine}/invoices?changedAfter=${after}&limit=500`, invoices);
    for (const { invoiceNo, paidAt } of page?.items ?? []) {
      if (paidAt === null || new Date(paidAt) <= since || bills.has(invoiceNo)) continue;
      const then = 'nothing, if the bill is shown as paid: the payment itself is lost here';
      found.push({ kind: 'payment', id: `bill ${invoiceNo}`, here: 'not known', there: `paid ${paidAt}`, then });
    }
    if (!page || page.items.length === 0 || page.next >= page.latest) return found;
    after = page.next;
  }
}

/** @param provisioning of its API */
export async function reconcileOrders(database: string, provisioning: string): Promise<Difference[]> {
  const rows = await query<{ id: string; state: string }>(database, 'select id, state from product_change');
  const found: Difference[] = [];
  for (const { id, state } of rows) {
    const there = (await ask(`${provisioning}/orders/${id}`, order))?.state ?? 'not known';
    const then = orderDifference(state, there);
    if (then !== undefined) found.push({ kind: 'order', id, here: state, there, then });
  }
  return found;
}

function orderDifference(here: string, there: string): string | undefined {
  const isDone = there === 'DONE';
  if (here === 'done') return isDone ? undefined : 'a person looks: it is done here and not there';
  if (here === 'pending') {
    return there === 'not known' || there === 'ACCEPTED'
      ? undefined
      : 'nothing: its job asks, and ends it as it is there';
  }
  return isDone ? 'a person looks: it was carried out and ended otherwise here' : undefined;
}

/** @returns undefined when it is not known there */
async function ask<T>(url: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return schema.parse(await response.json());
}

async function query<T extends object>(database: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}
