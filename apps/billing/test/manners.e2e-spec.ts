import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DependencyError } from '@wellspring/platform';
import type { Invoice } from '../src/billing-engine/invoice.schema.ts';
import { invoice } from './fakes/invoices.ts';
import { type Manner, manners } from './fakes/manners.ts';
import { type Answer, type Billing, bills, type Body, startBilling } from './start-billing.ts';

const startTimeoutMs = 60_000;
const asked = ['list-changes', 'list-invoices', 'get-invoice'];

let billing: Billing;

beforeAll(async () => {
  // Every read asks anew and waits for the answer, and so meets the engine's manners.
  billing = await startBilling([], { BILL_FRESH_FOR_MS: '1', BILL_REFRESH_BUDGET_MS: '20000' });
}, startTimeoutMs);
afterEach(() => {
  billing.engine.heal();
});
afterAll(async () => {
  await billing.stop();
});

describe('before a billing engine with other manners', () => {
  it.each([...manners].map(([name, manner], index) => ({ name, manner, index })))(
    'a customer is shown what was true or is true, and nothing else: $name',
    async ({ manner, index }) => {
      const known = `C-1${index}`;
      const stranger = `C-2${index}`;
      billing.engine.put(of(known, 'INV-1'));
      await billing.sync();
      const before = await listOf(known);

      meet(manner);
      billing.engine.payElsewhere(`INV-1-${known}`);
      billing.engine.put(of(stranger, 'INV-1'));
      billing.engine.put(of(stranger, 'INV-2'));
      await syncAsFarAsItGoes();
      const shown = { known: await listOf(known), stranger: await listOf(stranger) };

      billing.engine.heal();
      await billing.sync();
      const after = { known: await listOf(known), stranger: await listOf(stranger) };
      expect(content(after.known)).not.toEqual(content(before));
      expect(content(after.stranger)).toHaveLength(2);

      expect(shown.known.status).toBe(200);
      const onHold = content(before).map((bill) => ({ ...bill, state: 'onHold' }));
      expect([content(before), onHold, content(after.known)]).toContainEqual(content(shown.known));
      // What cannot be believed is left out, and operators are told.
      expect([200, 503]).toContain(shown.stranger.status);
      expect(content(after.stranger)).toEqual(expect.arrayContaining(content(shown.stranger)));
    },
  );
});

function of(customerNo: string, number: string): Invoice {
  return invoice({ invoiceNo: `${number}-${customerNo}`, customerNo });
}

function meet(manner: Manner): void {
  for (const operation of asked) {
    billing.engine.intercept(operation, (perform, reply) => {
      reply(manner(perform()));
    });
  }
}

function listOf(customer: string): Promise<Answer> {
  return billing.as(customer, bills);
}

async function syncAsFarAsItGoes(): Promise<void> {
  await billing.sync().catch((error: unknown) => {
    if (!(error instanceof DependencyError)) throw error;
  });
}

/** Without what says when it was read. */
function content({ list }: Answer): Body[] {
  return list.map((bill) => ({ ...bill, lastUpdate: undefined }));
}
