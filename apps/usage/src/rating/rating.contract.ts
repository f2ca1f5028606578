import type { AdapterContract } from '@wellspring/platform';
import { accountSchema, mapAccount } from './account.mapping.ts';
import { rating, Rating } from './rating.ts';
import { mapUsageRecord } from './usage-record.mapping.ts';
import { usageRecordSchema } from './usage-record.schema.ts';

/** `npm run contract -- rating --url=…` */
export const contract: AdapterContract = {
  system: rating,
  notAsked: { 'set-spending-limit': 'it changes something' },
  async ask(interview) {
    const source = new Rating(interview.client);
    await interview.records(
      {
        changes: (cursor, limit) => source.changedAccounts(cursor, limit),
        ofOwner: (customerId) => source.accountsOf(customerId),
      },
      {
        schema: accountSchema,
        read: mapAccount,
        identify: ({ customerId, changeSeq }) => ({ id: customerId, version: changeSeq, owner: customerId }),
      },
    );
    await interview.records(
      { changes: (cursor, limit) => source.changedRecords(cursor, limit) },
      {
        schema: usageRecordSchema,
        read: mapUsageRecord,
        identify: ({ id, changeSeq, customerId }) => ({ id, version: changeSeq, owner: customerId }),
      },
    );
  },
};
