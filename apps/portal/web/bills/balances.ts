import { useQuery } from '@tanstack/react-query';
import { queryFor, type Answer } from '@wellspring/web';
import { accounts, type Account, type Balance } from './balance.ts';

/** One entry a currency. */
export function useBalances(): ReturnType<typeof useQuery<Answer<Account[]>, Error, Answer<Balance[]>>> {
  return useQuery({
    ...queryFor(accounts),
    select: (answer) => ({ ...answer, body: answer.body.flatMap(({ accountBalance }) => accountBalance) }),
  });
}
