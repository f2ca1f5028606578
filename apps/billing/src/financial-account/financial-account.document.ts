import type { FinancialAccountDocument } from '@wellspring/contract-billing';
import { hrefOf, toMoney } from '@wellspring/tmf';
import { financialAccount } from './financial-account.resource.ts';
import type { OpenAmount } from './open-amounts.ts';

/** There is one account for each customer, so it is known by the customer's number. */
export function financialAccountOf(customerId: string, open: readonly OpenAmount[]): FinancialAccountDocument {
  return {
    id: customerId,
    href: hrefOf(financialAccount, customerId),
    name: customerId,
    accountBalance: open.map(({ currency, openMinor, bills }) => ({
      balanceType: 'receivable',
      amount: toMoney(openMinor, currency),
      openBills: bills,
    })),
    relatedParty: [{ id: customerId, role: 'customer', '@referredType': 'Customer' }],
    '@type': 'FinancialAccount',
  };
}
