import { hrefOf, type Money, type RelatedPartyRef, toMoney } from '@wellspring/tmf';
import type { OpenAmount } from './open-amounts.ts';
import { financialAccount } from './financial-account.resource.ts';

/** TMF666 v4 `AccountBalance`, and how many bills make it up. */
export interface AccountBalance {
  balanceType: 'receivable';
  amount: Money;
  openBills: number;
}

/** TMF666 v4 `FinancialAccount`, the attributes this service fills: what a customer has to pay in all, by currency. */
export interface FinancialAccountDocument {
  id: string;
  href: string;
  accountBalance: AccountBalance[];
  relatedParty: RelatedPartyRef[];
  '@type': 'FinancialAccount';
}

/** There is one account for each customer, so it is known by the customer's number. */
export function financialAccountOf(customerId: string, open: readonly OpenAmount[]): FinancialAccountDocument {
  return {
    id: customerId,
    href: hrefOf(financialAccount, customerId),
    accountBalance: open.map(({ currency, openMinor, bills }) => ({
      balanceType: 'receivable',
      amount: toMoney(openMinor, currency),
      openBills: bills,
    })),
    relatedParty: [{ id: customerId, role: 'customer', '@referredType': 'Customer' }],
    '@type': 'FinancialAccount',
  };
}
