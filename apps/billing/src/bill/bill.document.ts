import type { CustomerBillDocument } from '@wellspring/contract-billing';
import { hrefOf, type Money, toMoney } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import type { Bill } from './bill.ts';
import { customerBill } from './bill.resource.ts';
import { taxItemsOf } from './tax-items.ts';

/** A payment that settled (a part of) a bill. */
export interface AppliedPayment {
  paymentId: string;
  amountMinor: number;
}

/** A calendar day as TMF wants it: the instant it begins in UTC. */
export const startOfDay = (day: string): string => `${day}T00:00:00.000Z`;

/** The bill as TMF678 shows it. Made when the bill is stored, so that reading it is passing text on. */
export function billDocumentOf(bill: Bill, appliedPayments: readonly AppliedPayment[]): CustomerBillDocument {
  const money = (amountMinor: number): Money => toMoney(amountMinor, bill.currency);
  const href = hrefOf(customerBill, bill.id);
  return {
    id: bill.id,
    href,
    billNo: bill.id,
    category: 'normal',
    state: bill.state,
    billDate: startOfDay(bill.billDate),
    paymentDueDate: startOfDay(bill.paymentDueDate),
    lastUpdate: bill.paidAt ?? startOfDay(bill.billDate),
    billingPeriod: { startDateTime: startOfDay(bill.periodStart), endDateTime: startOfDay(bill.periodEnd) },
    amountDue: money(bill.totalMinor),
    remainingAmount: money(bill.openMinor),
    taxIncludedAmount: money(bill.totalMinor),
    taxExcludedAmount: money(bill.netMinor),
    taxItem: taxItemsOf(bill),
    billingAccount: { id: bill.accountId, '@referredType': 'BillingAccount' },
    relatedParty: [{ id: bill.customerId, role: 'customer', '@referredType': 'Customer' }],
    appliedPayment: appliedPayments.map(({ paymentId, amountMinor }) => ({
      appliedAmount: money(amountMinor),
      payment: { id: paymentId, href: hrefOf({ path: resourcePaths.payment }, paymentId), '@referredType': 'Payment' },
    })),
    billDocument: [
      {
        id: bill.id,
        name: `${bill.id}.pdf`,
        mimeType: 'application/pdf',
        attachmentType: 'document',
        url: `${href}/document`,
      },
    ],
    '@type': 'CustomerBill',
  };
}
