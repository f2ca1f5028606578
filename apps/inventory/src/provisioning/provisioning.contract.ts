import type { AdapterContract } from '@wellspring/platform';
import { provisioning, Provisioning } from './provisioning.ts';
import { mapService } from './service.mapping.ts';
import { serviceSchema } from './service.schema.ts';

/** `npm run contract -- provisioning --url=…` */
export const contract: AdapterContract = {
  system: provisioning,
  notAsked: {
    'get-puk': 'it would be shown',
    'get-activation': 'it would be shown',
    order: 'it changes something',
    'cancel-order': 'it changes something',
  },
  async ask(interview) {
    const source = new Provisioning(interview.client);
    const [product] = await interview.records(source, {
      schema: serviceSchema,
      read: mapService,
      identify: ({ id, changeSeq, customerId }) => ({ id, version: changeSeq, owner: customerId }),
    });
    if (!product) return;
    await interview.question('a service of the feed can be read by its number', async () => {
      const { records } = await source.product(product.id);
      return records.length === 1;
    });
  },
};
