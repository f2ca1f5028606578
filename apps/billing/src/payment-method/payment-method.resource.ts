import { paymentMethodDocument } from '@wellspring/contract-billing';
import { defineMadeResource } from '@wellspring/tmf';

/** TMF670 `paymentMethod`; nothing of it is kept here. */
export const paymentMethod = defineMadeResource({
  name: 'payment method',
  type: 'BankCard',
  path: '/tmf-api/paymentMethod/v4/paymentMethod',
  document: paymentMethodDocument,
});
