import type { FinancialAccountDocument } from '@wellspring/contract-billing';
import { type Resource, shown } from '@wellspring/web';
import * as z from 'zod/mini';
import { money } from './bill.ts';

/** What is to be paid in one currency: an accountBalance of a TMF666 FinancialAccount. */
const balance = z.object({ amount: money, openBills: z.number() });
export type Balance = z.output<typeof balance>;
const account = shown<FinancialAccountDocument>()({ accountBalance: z.array(balance) });
export type Account = z.output<typeof account>;

/** What the customer has to pay in all, over all bills and not only those on a page. */
export const accounts = {
  key: ['bills', 'accounts'],
  service: 'billing',
  path: '/tmf-api/accountManagement/v4/financialAccount',
  schema: z.array(account),
} satisfies Resource;
