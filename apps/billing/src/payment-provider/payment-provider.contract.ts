import type { AdapterContract } from '@wellspring/platform';
import { paymentProvider, PaymentProvider } from './payment-provider.ts';

const neverMade = {
  key: 'contract-there-is-none',
  reference: 'contract-there-is-none',
  amountMinor: 1,
  currency: 'EUR',
  instrumentToken: 'none',
};

/** `npm run contract -- payment-provider --url=… --customer=…` */
export const contract: AdapterContract = {
  system: paymentProvider,
  notAsked: { charge: 'it takes money' },
  async ask(interview) {
    const provider = new PaymentProvider(interview.client);
    const { customer } = interview.given;
    if (customer === undefined) interview.skip('list-instruments', 'no --customer is named');
    else await interview.question('the cards of a customer can be read', () => provider.instruments(customer));
    await interview.question(
      'a charge that was never made is a 404',
      async () => (await provider.find(neverMade)) === undefined,
    );
  },
};
