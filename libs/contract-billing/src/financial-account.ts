import { identified, money, relatedParty } from '@wellspring/contract';
import { z } from 'zod';

/** TMF666 v4 `AccountBalance`, and how many bills make it up. */
const accountBalance = z.object({ balanceType: z.literal('receivable'), amount: money, openBills: z.number().int() });

/** TMF666 v4 `FinancialAccount`, the attributes this service fills: what a customer has to pay in all, by currency. */
export const financialAccountDocument = z.object({
  ...identified('FinancialAccount'),
  name: z.string(),
  accountBalance: z.array(accountBalance),
  relatedParty: z.array(relatedParty),
});
export type FinancialAccountDocument = z.infer<typeof financialAccountDocument>;
