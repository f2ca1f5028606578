export {
  type AppliedBillingRateDocument,
  appliedBillingRateDocument,
  type LineKind,
  lineKinds,
} from './applied-billing-rate.ts';
export {
  type BillState,
  billStates,
  type CustomerBillDocument,
  customerBillDocument,
  type TaxItem,
} from './customer-bill.ts';
export { type FinancialAccountDocument, financialAccountDocument } from './financial-account.ts';
export { type PaymentMethodDocument, paymentMethodDocument } from './payment-method.ts';
export {
  type PaymentCommandDocument,
  type PaymentDocument,
  paymentDocument,
  type PaymentReason,
  paymentReasons,
  type PaymentState,
  paymentStates,
} from './payment.ts';
