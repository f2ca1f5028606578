import type { PaymentDocument } from '@wellspring/contract-billing';
import { hrefOf, toMoney } from '@wellspring/tmf';
import { customerBill } from '../bill/bill.resource.ts';
import type { Payment } from './payment.ts';
import { payment as resource } from './payment.resource.ts';

/** The payment as TMF676 shows it. What the provider charges, the token, is nobody's to read. */
export function paymentDocumentOf(payment: Payment): PaymentDocument {
  const amount = toMoney(payment.amountMinor, payment.currency);
  return {
    id: payment.id,
    href: hrefOf(resource, payment.id),
    status: payment.state,
    statusDate: payment.stateAt.toISOString(),
    ...(payment.reason === null ? {} : { statusReason: payment.reason }),
    paymentDate: payment.createdAt.toISOString(),
    correlatorId: payment.correlatorId,
    amount,
    totalAmount: amount,
    paymentItem: [
      {
        id: '1',
        item: { id: payment.billId, href: hrefOf(customerBill, payment.billId), '@referredType': 'CustomerBill' },
        amount,
      },
    ],
    paymentMethod: { '@type': 'bankCard' },
    account: { id: payment.accountId, '@referredType': 'BillingAccount' },
    payer: { id: payment.customerId, role: 'payer', '@referredType': 'Customer' },
    '@type': 'Payment',
  };
}
