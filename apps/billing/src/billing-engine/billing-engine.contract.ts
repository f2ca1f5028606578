import type { AdapterContract } from '@wellspring/platform';
import { billingEngine, BillingEngine } from './billing-engine.ts';
import { mapInvoice } from './invoice.mapping.ts';
import { invoiceSchema } from './invoice.schema.ts';

const none = 'contract-there-is-none';

/** `npm run contract -- billing-engine --url=…` */
export const contract: AdapterContract = {
  system: billingEngine,
  notAsked: { settle: 'it books a payment' },
  async ask(interview) {
    const engine = new BillingEngine(interview.client);
    const [bill] = await interview.records(engine, {
      schema: invoiceSchema,
      read: mapInvoice,
      identify: ({ id, changeSeq, customerId }) => ({ id, version: changeSeq, owner: customerId }),
    });
    if (bill) {
      await interview.question('an invoice of the feed can be read by its number', async () => {
        const answer = await engine.bill(bill.id);
        return answer?.records.length === 1;
      });
    }
    await interview.question('an invoice there is not is a 404', async () => (await engine.bill(none)) === undefined);
    await interview.question(
      'a settlement there is not is a 404',
      async () => (await engine.settlement(none)) === undefined,
    );
  },
};
