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
  uuid,
} from '@wellspring/tmf';
import { z } from 'zod';
import { resourcePaths } from '../resource-paths.ts';
import { paymentReasons, paymentStates } from './payment.ts';

/** TMF676 v4 `Payment`, the attributes this service fills, and `statusReason` of ours. */
const document = z.object({
  ...identified('Payment'),
  status: z.enum(paymentStates),
  statusDate: dateTime,
  statusReason: z.enum(paymentReasons).optional(),
  paymentDate: dateTime,
  correlatorId: z.string(),
  amount: money,
  totalAmount: money,
  paymentItem: z.array(z.object({ id: z.string(), item: entityRef, amount: money })),
  paymentMethod: z.object({ '@type': z.literal('bankCard') }),
  account: entityRef,
  payer: relatedParty,
});

export type PaymentDocument = z.infer<typeof document>;

/** TMF676 `payment`. */
export const payment = defineResource({
  name: 'payment',
  type: 'Payment',
  path: resourcePaths.payment,
  document,
  table: 'payment',
  key: uuid('id'),
  access: ownedBy('customer_id'),
  filters: {
    status: oneOf('state', paymentStates),
    paymentDate: instant('created_at'),
    'paymentItem.item.id': text('bill_id'),
    correlatorId: text('correlator_id'),
  },
  sorts: {
    paymentDate: instant('created_at'),
    statusDate: instant('state_at'),
    status: oneOf('state', paymentStates),
  },
  defaultSort: '-paymentDate',
});
