import {
  dateTime,
  defineResource,
  entityRef,
  identified,
  instant,
  money,
  oneOf,
  ownedBy,
  relatedParty,
  text,
  timePeriod,
} from '@wellspring/tmf';
import { z } from 'zod';
import { resourcePaths } from '../resource-paths.ts';
import { billStates } from './bill.ts';

/** TMF678 `TaxItem`: the tax of one rate over the whole bill. */
const taxItem = z.object({ taxCategory: z.literal('VAT'), taxRate: z.number(), taxAmount: money });

/** TMF678 v4 `CustomerBill`, the attributes this service fills. */
const document = z.object({
  ...identified('CustomerBill'),
  billNo: z.string(),
  category: z.literal('normal'),
  state: z.enum(billStates),
  billDate: dateTime,
  paymentDueDate: dateTime,
  lastUpdate: dateTime,
  billingPeriod: timePeriod,
  amountDue: money,
  remainingAmount: money,
  taxIncludedAmount: money,
  taxExcludedAmount: money,
  taxItem: z.array(taxItem),
  billingAccount: entityRef,
  relatedParty: z.array(relatedParty),
  appliedPayment: z.array(z.object({ appliedAmount: money, payment: entityRef })),
  billDocument: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      mimeType: z.string(),
      attachmentType: z.string(),
      url: z.string(),
    }),
  ),
});

export type TaxItem = z.infer<typeof taxItem>;
export type CustomerBillDocument = z.infer<typeof document>;

/** TMF678 `customerBill`. */
export const customerBill = defineResource({
  name: 'bill',
  type: 'CustomerBill',
  path: resourcePaths.customerBill,
  document,
  table: 'bill',
  key: text('id'),
  access: ownedBy('customer_id'),
  filters: {
    billNo: text('id'),
    state: oneOf('state', billStates),
    billDate: instant('bill_date'),
    paymentDueDate: instant('payment_due_date'),
    'billingAccount.id': text('account_id'),
  },
  sorts: {
    billDate: instant('bill_date'),
    paymentDueDate: instant('payment_due_date'),
    state: oneOf('state', billStates),
    id: text('id'),
  },
  defaultSort: '-billDate',
});
