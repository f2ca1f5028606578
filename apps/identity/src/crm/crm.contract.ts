import type { AdapterContract } from '@wellspring/platform';
import { CrmClient } from './crm.client.ts';

/** `npm run contract -- crm --url=… [--login=…]` */
export const contract: AdapterContract = {
  system: 'crm',
  notAsked: {},
  async ask(interview) {
    const crm = new CrmClient(interview.client, interview.logger);
    await interview.question('the feed of customers is in the order of its change numbers', async () => {
      const numbers = (await crm.changesAfter(0)).map(({ changeSeq }) => changeSeq);
      return numbers.every((number, index) => number > (numbers[index - 1] ?? 0));
    });
    await interview.question('a login that nobody has is refused with 401', async () => {
      const { outcome } = await crm.verify('nobody@contract.invalid', 'contract-there-is-none');
      return outcome === 'refused';
    });
    const { login, password } = interview.given;
    if (login === undefined || password === undefined) {
      interview.skip('verify-credentials, with a right password', 'no --login with CONTRACT_PASSWORD is given');
    } else {
      await interview.question('the right password is confirmed, with who it is', async () => {
        const { outcome } = await crm.verify(login, password);
        return outcome === 'verified';
      });
    }
  },
};
