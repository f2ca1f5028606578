import { useQuery } from '@tanstack/react-query';
import { fetchJson, type Answer } from '@wellspring/web';
import * as z from 'zod/mini';
import { money } from './bill.ts';

/** What is to be paid in one currency: an accountBalance of a TMF666 FinancialAccount. */
const balance = z.object({ amount: money, openBills: z.number() });
const account = z.object({ accountBalance: z.array(balance) });
export type Balance = z.output<typeof balance>;

/** What the customer has to pay in all, one entry a currency, over all bills and not only those on a page. */
export function useBalances(): ReturnType<typeof useQuery<Answer<Balance[]>>> {
  return useQuery({
    queryKey: ['bills', 'balances'],
    queryFn: async ({ signal }) => {
      const answer = await fetchJson('/tmf-api/accountManagement/v4/financialAccount', z.array(account), { signal });
      return { ...answer, body: answer.body.flatMap(({ accountBalance }) => accountBalance) };
    },
  });
}
