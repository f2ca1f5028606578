import { financialAccountDocument } from '@wellspring/contract-billing';
import { defineMadeResource } from '@wellspring/tmf';

/** TMF666 `financialAccount`; made from the bills. */
export const financialAccount = defineMadeResource({
  name: 'account',
  type: 'FinancialAccount',
  path: '/tmf-api/accountManagement/v4/financialAccount',
  document: financialAccountDocument,
});
